package io.patchbay.vault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the master key is there, is a key, and is this database's. Nothing is written. */
public final class KeyDoctor {
  private KeyDoctor() {}

  /**
   * @param app the database, signed in as the app; null where it could not be reached
   */
  public static Optional<String> complaint(Environment environment, @Nullable DataSource app) {
    try {
      var settings = settings(environment);
      if (made(settings)) {
        var key = MasterKey.at(settings);
        if (app != null) {
          new KeyCheck(JdbcClient.create(app)).compare(key);
        }
      } else if (app != null && new KeyCheck(JdbcClient.create(app)).isHeld()) {
        return Optional.of(
            "This database's secrets are sealed under a master key, and %s is not there: put the key back"
                .formatted(file(settings)));
      }
      return Optional.empty();
    } catch (MasterKey.NotStarted refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  public static String summary(Environment environment, @Nullable DataSource app) {
    var settings = settings(environment);
    if (!made(settings)) {
      return "a first start makes a master key at " + file(settings);
    }
    return app == null
        ? "the master key in %s is a key; whether it is this database's could not be asked"
            .formatted(file(settings))
        : "the master key in %s opens what this database holds".formatted(file(settings));
  }

  private static VaultSettings settings(Environment environment) {
    return Binder.get(environment).bindOrCreate("patchbay", VaultSettings.class);
  }

  private static boolean made(VaultSettings settings) {
    return !settings.demo()
        || !settings.masterKey().file().isBlank()
        || Files.exists(file(settings));
  }

  private static Path file(VaultSettings settings) {
    var set = settings.masterKey().file();
    return set.isBlank() ? settings.data().resolve("master-key.json") : Path.of(set);
  }
}
