package io.patchbay.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The database as a command uses it, beside a program that may be serving: a server of our own that
 * runs is visited and left running, one that does not is started for the visit. Nothing is
 * migrated.
 */
public final class DatabaseVisit implements AutoCloseable {
  private final HikariDataSource app;
  private final HikariDataSource engine;
  private final Tenancy tenancy;
  private final @Nullable EmbeddedDatabase started;

  private DatabaseVisit(Reach reach, @Nullable EmbeddedDatabase started) {
    this.app = OpenDatabase.pool("app", reach.url(), reach.app(), 4, 1);
    this.engine = OpenDatabase.pool("engine", reach.url(), reach.engine(), 2, 0);
    this.tenancy = new Tenancy(app, new DataSourceTransactionManager(app));
    this.started = started;
  }

  /**
   * @throws DatabaseRefused where it can't be reached
   */
  public static DatabaseVisit to(Environment environment) {
    var settings = DatabaseSettings.of(environment);
    var reach = settings.reach();
    if (reach != null) {
      return new DatabaseVisit(reach, null);
    }
    var folder = settings.data().resolve("postgres");
    var running = EmbeddedDatabase.running(folder);
    if (running.isPresent()) {
      return new DatabaseVisit(running.get(), null);
    }
    var started = EmbeddedDatabase.start(folder, Durability.ON_DISK);
    return new DatabaseVisit(started.reach(), started);
  }

  /** Visits a database whose place is known. */
  public static DatabaseVisit to(Reach reach) {
    return new DatabaseVisit(reach, null);
  }

  public DataSource app() {
    return app;
  }

  public DataSource engine() {
    return engine;
  }

  public Tenancy tenancy() {
    return tenancy;
  }

  /** Runs the work inside one owner's rows, as {@link Tenancy#within} does. */
  public <T> T within(Scope scope, Supplier<T> work) {
    return tenancy.within(scope, work);
  }

  @Override
  public void close() {
    app.close();
    engine.close();
    if (started != null) {
      started.close();
    }
  }
}
