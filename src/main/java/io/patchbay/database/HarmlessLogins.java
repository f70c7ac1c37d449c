package io.patchbay.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Row-level security binds neither superusers, nor roles that bypass it, nor (without FORCE) the
 * owner of a table. The program refuses to serve with such a login.
 */
final class HarmlessLogins {
  private static final String ASK =
      """
      select
        exists (select from pg_roles r where r.rolsuper and pg_has_role(current_user, r.oid, 'member')
                and (r.rolname = current_user or not (select rolsuper from pg_roles where rolname = current_user))) as superuser,
        exists (select from pg_roles r where r.rolbypassrls and pg_has_role(current_user, r.oid, 'member')) as bypasses,
        (select min(c.relname) from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and pg_has_role(current_user, c.relowner, 'member')) as owned
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private HarmlessLogins() {}

  /**
   * @param app connections of the app's login
   * @param engine connections of the engine's
   */
  static void check(Reach reach, DataSource app, DataSource engine) {
    if (reach.app().user().equals(reach.engine().user())) {
      throw new DatabaseRefused(
          "The app and the engine both sign in as '%s': give each a role of its own."
              .formatted(reach.app().user()));
    }
    check("patchbay.database.user", reach.url(), reach.app(), app);
    check("patchbay.database.engine.user", reach.url(), reach.engine(), engine);
  }

  private static void check(String setting, String url, Login login, DataSource connections) {
    try (var connection = patiently(connections);
        var statement = connection.createStatement();
        var row = statement.executeQuery(ASK)) {
      row.next();
      String role = "%s '%s'".formatted(setting, login.user());
      if (row.getBoolean("superuser")) {
        throw new DatabaseRefused(
            role
                + " is a superuser, whom row-level security does not bind: use a role with NOSUPERUSER.");
      }
      if (row.getBoolean("bypasses")) {
        throw new DatabaseRefused(
            role
                + " may bypass row-level security: alter the role to NOBYPASSRLS, and revoke roles that may.");
      }
      String owned = row.getString("owned");
      if (owned != null) {
        throw new DatabaseRefused(
            "%s owns table %s, or is a member of its owner: keep tables with a role that only migrates (patchbay.database.owner.user)."
                .formatted(role, owned));
      }
    } catch (SQLException e) {
      throw new DatabaseRefused(
          "Signing in to %s as %s '%s' fails: %s".formatted(url, setting, login.user(), why(e)), e);
    }
  }

  /** A pool gives up soon, for the sake of pages; a first connection may take longer. */
  private static Connection patiently(DataSource connections) throws SQLException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return connections.getConnection();
      } catch (SQLTransientConnectionException none) {
        if (none.getCause() != null || System.nanoTime() > giveUp) {
          throw none;
        }
      }
    }
  }

  /** A pool says that it waited in vain, and why only as the cause. */
  private static String why(SQLException e) {
    Throwable innermost = e;
    for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
      innermost = cause instanceof SQLException ? cause : innermost;
    }
    return String.valueOf(innermost.getMessage());
  }
}
