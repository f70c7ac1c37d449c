package io.patchbay.database;

import java.io.PrintStream;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;

/**
 * Proves, before a start, that the database can be reached, is of this program's version, and that
 * its logins are harmless. One line per proof; nothing is served.
 */
public final class DatabaseDoctor {
  private DatabaseDoctor() {}

  /**
   * True when all is well; only then is the database lent to further proofs, signed in as the app.
   */
  public static boolean examine(
      Environment environment, PrintStream out, Consumer<DataSource> further) {
    try {
      return examine(DatabaseSettings.of(environment), out, further);
    } catch (DatabaseRefused e) {
      out.printf("wrong database: %s%n", e.getMessage());
      return false;
    }
  }

  static boolean examine(DatabaseSettings settings, PrintStream out) {
    return examine(settings, out, app -> {});
  }

  private static boolean examine(
      DatabaseSettings settings, PrintStream out, Consumer<DataSource> further) {
    try (var database = OpenDatabase.open(settings)) {
      try (var connection = database.app().getConnection()) {
        out.printf(
            "ok    database: PostgreSQL %s at %s%n",
            connection.getMetaData().getDatabaseProductVersion(), address(database.reach()));
      }
      out.printf(
          "ok    database: signed in as %s and %s, whom row-level security binds%n",
          database.reach().app(), database.reach().engine());
      out.printf(
          "ok    database: tables of version %s%n",
          Migrations.info(database.reach(), database.reach().app()).current().getVersion());
      further.accept(database.app());
      return true;
    } catch (DatabaseRefused | java.sql.SQLException e) {
      out.printf("wrong database: %s%n", e.getMessage());
      return false;
    }
  }

  private static String address(Reach reach) {
    return reach.url().replaceFirst("\\?.*", "");
  }
}
