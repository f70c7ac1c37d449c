package io.patchbay.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The database and its logins on a server of our own: none of them a superuser. */
final class Roles {
  private Roles() {}

  static void prepare(
      String server, Login superuser, Login owner, List<Login> workers, Durability durability)
      throws SQLException {
    try (var connection = connect(server + "postgres", superuser)) {
      assertSettings(connection, durability.settings());
      List<Login> all = Stream.concat(Stream.of(owner), workers.stream()).toList();
      List<String> known = texts(connection, "select rolname from pg_roles");
      for (Login each : all) {
        if (!known.contains(each.user())) {
          run(
              connection,
              "create role %s login password '%s'".formatted(each.quoted(), each.password()));
        }
      }
      if (!texts(connection, "select datname from pg_database")
          .contains(EmbeddedDatabase.DATABASE)) {
        run(
            connection,
            "create database %s owner %s".formatted(EmbeddedDatabase.DATABASE, owner.quoted()));
      }
      // Every time: cheap, and right again after a kill between the two statements above.
      run(
          connection,
          "revoke all on database %1$s from public; grant connect on database %1$s to %2$s"
              .formatted(
                  EmbeddedDatabase.DATABASE,
                  String.join(", ", all.stream().map(Login::quoted).toList())));
    }
  }

  static Connection connect(String url, Login login) throws SQLException {
    return DriverManager.getConnection(url, login.user(), login.password());
  }

  /** What was asked on the command line could be overridden by a file: ask the server itself. */
  private static void assertSettings(Connection connection, Map<String, String> expected)
      throws SQLException {
    for (var each : expected.entrySet()) {
      String found = texts(connection, "show " + each.getKey()).getFirst();
      if (!found.equals(each.getValue())) {
        throw new DatabaseRefused(
            "PostgreSQL runs with %s=%s instead of %s: stop it (its pid is in postmaster.pid) and start again."
                .formatted(each.getKey(), found, each.getValue()));
      }
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
