package io.patchbay.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The database as the program uses it: started or reached, migrated, its logins proved harmless.
 */
record OpenDatabase(
    Reach reach, HikariDataSource app, HikariDataSource engine, @Nullable EmbeddedDatabase embedded)
    implements AutoCloseable {
  static {
    // A pooled connection is asked "are you alive?" (one round trip) only after a minute of rest.
    // Hikari throws out a connection at its first error of this kind, and after a restart of our
    // own server all of them go at once.
    System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "60000");
  }

  static OpenDatabase open(DatabaseSettings settings) {
    Reach given = settings.reach();
    if (given != null) {
      return open(given, null, settings.demo());
    }
    var embedded = EmbeddedDatabase.start(settings.data().resolve("postgres"), Durability.ON_DISK);
    try {
      return open(embedded.reach(), embedded, settings.demo());
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  private static OpenDatabase open(Reach reach, @Nullable EmbeddedDatabase embedded, boolean demo) {
    Migrations.run(reach, demo);
    var open =
        new OpenDatabase(
            reach,
            lazyPool("app", reach.url(), reach.app(), 10, 2),
            lazyPool("engine", reach.url(), reach.engine(), 6, 1),
            embedded);
    try {
      HarmlessLogins.check(reach, open.app, open.engine);
    } catch (DatabaseRefused refused) {
      open.close();
      throw refused;
    }
    if (embedded != null) {
      embedded.onRestart(() -> open.app.getHikariPoolMXBean().softEvictConnections());
      embedded.onRestart(() -> open.engine.getHikariPoolMXBean().softEvictConnections());
    }
    return open;
  }

  static HikariDataSource pool(String name, String url, Login login, int most, int idle) {
    return new HikariDataSource(settings(name, url, login, most, idle));
  }

  /** Connects behind its maker's back; whoever asks first hears what is wrong. */
  private static HikariDataSource lazyPool(
      String name, String url, Login login, int most, int idle) {
    var settings = settings(name, url, login, most, idle);
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  private static HikariConfig settings(String name, String url, Login login, int most, int idle) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(idle);
    // A webhook must hear "later" within two seconds when the database is away.
    config.setConnectionTimeout(Duration.ofMillis(1500).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    config.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
    // What a node held that lost its power or its network is let go by PostgreSQL, which would not
    // notice for hours; no transaction of ours waits for anybody while it is open.
    config.setConnectionInitSql("set idle_in_transaction_session_timeout = '30s'");
    config.addDataSourceProperty("ApplicationName", "patchbay " + name);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "60");
    return config;
  }

  @Override
  public void close() {
    app.close();
    engine.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
