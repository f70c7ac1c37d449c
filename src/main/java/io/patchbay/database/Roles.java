package io.patchbay.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database and its logins on a server of our own: none of them a superuser. */
final class Roles {
  private Roles() {}

  /**
   * @param postgres the address of the database that every server has
   */
  static void prepare(
      String postgres, Login superuser, Login owner, List<Login> workers, Durability durability)
      throws SQLException {
    List<Login> all = Stream.concat(Stream.of(owner), workers.stream()).toList();
    var settings = durability.settings();
    try (var connection = connect(postgres, superuser)) {
      var found = Found.on(connection, all, settings);
      found.assertSettings(settings);
      for (Login each : all) {
        if (!found.roles().contains(each.user())) {
          run(
              connection,
              "create role %s login password '%s'".formatted(each.quoted(), each.password()));
        }
      }
      if (!found.database()) {
        run(
            connection,
            "create database %s owner %s".formatted(EmbeddedDatabase.DATABASE, owner.quoted()));
      }
      if (!found.closedToOthers()) {
        run(
            connection,
            "revoke all on database %1$s from public; grant connect on database %1$s to %2$s"
                .formatted(
                    EmbeddedDatabase.DATABASE,
                    String.join(", ", all.stream().map(Login::quoted).toList())));
      }
    }
  }

  /**
   * What an earlier start left, asked at once: most starts find everything done.
   *
   * @param settings in the order of those that were asked for
   * @param roles of ours that are there
   * @param closedToOthers whether all of ours may connect to the database, and nobody else
   */
  private record Found(
      List<String> settings, List<String> roles, boolean database, boolean closedToOthers) {
    /** What was asked on the command line could be overridden by a file: the server says it. */
    static Found on(Connection connection, List<Login> all, Map<String, String> settings)
        throws SQLException {
      var ask =
          """
          select array[%s],
            array(select rolname::text from pg_roles where rolname = any (?)),
            d.oid is not null,
            not has_database_privilege('public', d.oid, 'connect, temporary')
              and (select bool_and(has_database_privilege(oid, d.oid, 'connect')) from pg_roles where rolname = any (?))
          from (values (?)) ours (name) left join pg_database d on d.datname = ours.name
          """
              .formatted(
                  settings.keySet().stream()
                      .map("current_setting('%s')"::formatted)
                      .collect(Collectors.joining(", ")));
      try (var statement = connection.prepareStatement(ask)) {
        var names = connection.createArrayOf("text", all.stream().map(Login::user).toArray());
        statement.setArray(1, names);
        statement.setArray(2, names);
        statement.setString(3, EmbeddedDatabase.DATABASE);
        try (var row = statement.executeQuery()) {
          row.next();
          var roles = texts(row.getArray(2));
          return new Found(
              texts(row.getArray(1)),
              roles,
              row.getBoolean(3),
              row.getBoolean(4) && roles.size() == all.size());
        }
      }
    }

    private static List<String> texts(Array array) throws SQLException {
      return List.of((String[]) array.getArray());
    }

    void assertSettings(Map<String, String> expected) {
      var found = settings.iterator();
      expected.forEach((name, value) -> {
        var is = found.next();
        if (!is.equals(value)) {
          throw new DatabaseRefused(
              "PostgreSQL runs with %s=%s instead of %s: stop it (its pid is in postmaster.pid) and start again."
                  .formatted(name, is, value));
        }
      });
    }
  }

  static Connection connect(String url, Login login) throws SQLException {
    return DriverManager.getConnection(url, login.user(), login.password());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
