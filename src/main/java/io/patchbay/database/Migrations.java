package io.patchbay.database;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/**
 * The tables, brought to this program's version by their owner before anything else looks at them;
 * where they carry its {@link Fingerprint}, there is nothing to do.
 */
public final class Migrations {
  private static final List<String> ALWAYS = List.of("db/migration");
  private static final List<String> WITH_DEMO = List.of("db/migration", "db/demo");

  private Migrations() {}

  /** Migrates as the owner, or, where no owner is given, refuses tables of another version. */
  public static void run(Reach reach) {
    run(reach, false);
  }

  /**
   * @param demo whether the people and workspaces of demo mode are to be there
   */
  static void run(Reach reach, boolean demo) {
    Login owner = reach.owner();
    try {
      if (owner != null) {
        var ours = fingerprint(reach, owner, demo);
        if (ours.isEmpty() || !ours.get().isOn(reach, owner)) {
          flyway(reach, owner, demo).migrate();
          ours.ifPresent(it -> it.keep(reach, owner));
        }
      } else {
        refuseAnotherVersion(reach);
      }
    } catch (FlywayException e) {
      throw new DatabaseRefused(
          "The tables of %s could not be brought to this version: %s"
              .formatted(reach.url(), e.getMessage()),
          e);
    }
  }

  private static Optional<Fingerprint> fingerprint(Reach reach, Login owner, boolean demo) {
    return Fingerprint.ofThisProgram(
        demo ? WITH_DEMO : ALWAYS,
        List.of(reach.app().user(), reach.engine().user(), owner.user()));
  }

  /** The version of the tables, as this login sees it. */
  static MigrationInfoService info(Reach reach, Login login) {
    return flyway(reach, login, false).info();
  }

  private static void refuseAnotherVersion(Reach reach) {
    MigrationInfo[] pending = info(reach, reach.app()).pending();
    if (pending.length > 0) {
      throw new DatabaseRefused(
          "The tables of %s lack version %s (%s): start once with patchbay.database.owner.user and .password, who migrates them."
              .formatted(reach.url(), pending[0].getVersion(), pending[0].getDescription()));
    }
  }

  private static Flyway flyway(Reach reach, Login login, boolean demo) {
    Login owner = reach.owner() == null ? login : reach.owner();
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(reach.url(), login.user(), login.password())
        .locations(
            (demo ? WITH_DEMO : ALWAYS)
                .stream().map(it -> "classpath:" + it).toArray(String[]::new))
        // a database that once ran the demo starts without it too
        .ignoreMigrationPatterns("repeatable:missing")
        .placeholders(
            Map.of(
                "app", reach.app().quoted(),
                "engine", reach.engine().quoted(),
                "owner", owner.quoted()))
        .load();
  }
}
