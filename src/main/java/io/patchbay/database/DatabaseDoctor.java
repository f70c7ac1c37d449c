package io.patchbay.database;

import java.io.PrintStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Proves, before a start, that the database can be reached, is of this program's version, and that
 * its logins are harmless. One line per proof; nothing is served.
 */
public final class DatabaseDoctor {
  private DatabaseDoctor() {}

  /** Reads the same settings as a start does, from the same places. True when all is well. */
  public static boolean examine(String[] args, PrintStream out) {
    SpringApplication settings =
        new SpringApplicationBuilder(NoBeans.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .build();
    settings.setListeners(
        settings.getListeners().stream().filter(it -> !(it instanceof DatabaseStart)).toList());
    try (var context = settings.run(args)) {
      return examine(DatabaseSettings.of(context.getEnvironment()), out);
    }
  }

  static boolean examine(DatabaseSettings settings, PrintStream out) {
    try (var database = OpenDatabase.open(settings)) {
      try (var connection = database.app().getConnection()) {
        out.printf(
            "ok    database: PostgreSQL %s at %s%n",
            connection.getMetaData().getDatabaseProductVersion(), database.reach().url());
      }
      out.printf(
          "ok    database: signed in as %s and %s, whom row-level security binds%n",
          database.reach().app(), database.reach().engine());
      out.printf(
          "ok    database: tables of version %s%n",
          Migrations.info(database.reach(), database.reach().app()).current().getVersion());
      return true;
    } catch (DatabaseRefused | java.sql.SQLException e) {
      out.printf("wrong database: %s%n", e.getMessage());
      return false;
    }
  }

  static class NoBeans {}
}
