package io.patchbay.database;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The tables, brought to this program's version by their owner before anything else looks at them.
 */
public final class Migrations {
  private Migrations() {}

  public static void run(Reach reach) {
    Login owner = reach.owner();
    if (owner == null) {
      checkOnly(reach);
      return;
    }
    configured(reach).dataSource(reach.url(), owner.user(), owner.password()).load().migrate();
  }

  private static void checkOnly(Reach reach) {
    throw new DatabaseRefused("TODO " + reach);
  }

  private static FluentConfiguration configured(Reach reach) {
    Login owner = reach.owner();
    return Flyway.configure(Migrations.class.getClassLoader())
        .locations("classpath:db/migration")
        .placeholders(
            Map.of(
                "app", reach.app().quoted(),
                "engine", reach.engine().quoted(),
                "owner", owner == null ? "nobody" : owner.quoted()));
  }
}
