package io.patchbay.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.patchbay.database.Durability;
import io.patchbay.database.EmbeddedDatabase;
import io.patchbay.database.Login;
import io.patchbay.database.Migrations;
import io.patchbay.database.Reach;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * One real PostgreSQL for all tests of this JVM, migrated, with the same logins as in production
 * (and fsync off). Tests don't clean up after themselves: each makes workspaces and people of its
 * own, with names nobody else has.
 */
public final class Database {
  private static final Path folder = folder();
  private static final EmbeddedDatabase embedded = start();
  private static final DataSource app = pool(embedded.reach().app());
  private static final DataSource engine = pool(embedded.reach().engine());
  private static final JdbcClient owner =
      JdbcClient.create(pool(Objects.requireNonNull(embedded.reach().owner())));

  private Database() {}

  /** Signed in as the app: sees one scope's rows. */
  public static DataSource app() {
    return app;
  }

  /** Signed in as the engine: sees what is due. */
  public static DataSource engine() {
    return engine;
  }

  /** Statements as the tables' owner, to arrange what no login of the program may. */
  public static JdbcClient asOwner() {
    return owner;
  }

  /** Statements as PostgreSQL's superuser, to make roles and databases. */
  public static JdbcClient asSuperuser() {
    return asSuperuser(embedded.reach());
  }

  /** The same in {@link #another} database. */
  public static JdbcClient asSuperuser(Reach reach) {
    try {
      String password = Files.readString(folder.resolve("postgres").resolve("superuser.password"));
      return at(reach, new Login("postgres", password.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DataSourceTransactionManager transactions() {
    return new DataSourceTransactionManager(app);
  }

  public static Reach reach() {
    return embedded.reach();
  }

  /** One more in the same PostgreSQL, migrated, which no program knows. */
  public static Reach another(String name) {
    asSuperuser().sql("create database %s owner patchbay_owner".formatted(name)).update();
    Reach reach = embedded.reach();
    var another =
        new Reach(
            reach.url().replaceFirst("/patchbay\\b", "/" + name),
            reach.app(),
            reach.engine(),
            reach.owner());
    Migrations.run(another);
    return another;
  }

  /** Statements there as this login. */
  public static JdbcClient at(Reach reach, Login login) {
    return JdbcClient.create(
        new DriverManagerDataSource(reach.url(), login.user(), login.password()));
  }

  /** Settings with which a Spring application reaches this database, and a data directory. */
  public static Map<String, String> properties() {
    Reach reach = embedded.reach();
    Login tables = Objects.requireNonNull(reach.owner());
    return Map.of(
        "patchbay.data", folder.resolve("data").toString(),
        "patchbay.database.url", reach.url(),
        "patchbay.database.user", reach.app().user(),
        "patchbay.database.password", reach.app().password(),
        "patchbay.database.engine.user", reach.engine().user(),
        "patchbay.database.engine.password", reach.engine().password(),
        "patchbay.database.owner.user", tables.user(),
        "patchbay.database.owner.password", tables.password());
  }

  /** A new workspace with this slug. */
  public static WorkspaceId workspace(String slug) {
    return new WorkspaceId(
        owner
            .sql("insert into workspaces (slug, name) values (?, initcap(?)) returning id")
            .params(slug, slug)
            .query(UUID.class)
            .single());
  }

  /** A new workspace that no other test knows. */
  public static WorkspaceId workspace() {
    return workspace("workspace-" + UUID.randomUUID());
  }

  /** A new person, of no workspace. */
  public static PersonId person(String name) {
    return new PersonId(
        owner
            .sql("insert into people (handle, name) values (?, ?) returning id")
            .params(name.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID(), name)
            .query(UUID.class)
            .single());
  }

  /** A new person who is a member of the workspace; role is admin, manager or member. */
  public static PersonId member(WorkspaceId workspace, String name, String role) {
    PersonId person = person(name);
    join(workspace, person, name, role);
    return person;
  }

  /** Makes a person a member of (one more) workspace. */
  public static void join(WorkspaceId workspace, PersonId person, String name, String role) {
    owner
        .sql("insert into members (workspace_id, person_id, name, role) values (?, ?, ?, ?)")
        .params(workspace.value(), person.value(), name, role)
        .update();
  }

  private static Path folder() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "tests"));
      return Files.createTempDirectory(parent.toAbsolutePath(), "jvm-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedDatabase start() {
    var database = EmbeddedDatabase.start(folder.resolve("postgres"), Durability.IN_MEMORY);
    // after the last program has closed: one that loses its database waits for it at the end
    SpringApplication.getShutdownHandlers().add(() -> stop(database));
    Migrations.run(database.reach());
    return database;
  }

  private static void stop(EmbeddedDatabase database) {
    database.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HikariDataSource pool(Login login) {
    var config = new HikariConfig();
    config.setJdbcUrl(embedded.reach().url());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }
}
