package io.patchbay.database;

import io.patchbay.program.ProgramFiles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells at a glance that the tables are as this program's migrations leave them: the CRC of
 * the migrations and of the logins they name, and how many were carried out. It is kept as the
 * comment on Flyway's own history, so that it goes wherever the tables go; whoever finds another
 * one lets Flyway look. See docs/decisions/0027-a-start-that-has-nothing-to-migrate.md.
 */
final class Fingerprint {
  private static final Logger log = LoggerFactory.getLogger(Fingerprint.class);

  /** Fails where there is no history yet. */
  private static final String FIND =
      "select obj_description('flyway_schema_history'::regclass, 'pg_class'), count(*) from flyway_schema_history";

  private final String migrations;

  private Fingerprint(String migrations) {
    this.migrations = migrations;
  }

  /**
   * Of the program that runs; empty where its files are in a jar within a jar.
   *
   * @param folders in which migrations lie, as {@code db/migration}
   * @param names what they are told when they are carried out
   */
  static Optional<Fingerprint> ofThisProgram(List<String> folders, List<String> names) {
    return ProgramFiles.in(folders.toArray(String[]::new))
        .map(files -> {
          var all = new CRC32();
          all.update((files + " " + names).getBytes(StandardCharsets.UTF_8));
          return new Fingerprint("%d migrations, %08x".formatted(files.size(), all.getValue()));
        });
  }

  /** Whether the tables that this login sees carry it. */
  boolean isOn(Reach reach, Login login) {
    try (var connection = Roles.connect(reach.url(), login)) {
      var found = Found.on(connection);
      return of(found).equals(found.kept());
    } catch (SQLException e) {
      return false; // whoever migrates says what is wrong
    }
  }

  /** Remembers that nothing is left to be migrated; who may not write it asks Flyway each time. */
  void keep(Reach reach, Login owner) {
    try (var connection = Roles.connect(reach.url(), owner);
        var statement = connection.createStatement()) {
      statement.execute(
          "comment on table flyway_schema_history is '" + of(Found.on(connection)) + "'");
    } catch (SQLException e) {
      log.info("The tables are of this version, and it could not be noted: {}", e.getMessage());
    }
  }

  private String of(Found found) {
    return migrations + ", " + found.carriedOut() + " carried out";
  }

  /**
   * @param kept the fingerprint of whoever migrated last, or null
   * @param carriedOut migrations, by Flyway's history
   */
  private record Found(@Nullable String kept, long carriedOut) {
    static Found on(Connection connection) throws SQLException {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(FIND)) {
        row.next();
        return new Found(row.getString(1), row.getLong(2));
      }
    }
  }
}
