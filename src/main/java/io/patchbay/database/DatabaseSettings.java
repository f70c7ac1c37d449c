package io.patchbay.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the operator says about the database. Without a url it is one of our own in the data
 * directory.
 */
record DatabaseSettings(Path data, @Nullable Reach reach, boolean demo) {
  DatabaseSettings(Path data, @Nullable Reach reach) {
    this(data, reach, false);
  }

  static DatabaseSettings of(Environment environment) {
    Path data = Path.of(environment.getProperty("patchbay.data", "./data"));
    boolean demo = environment.getProperty("patchbay.demo", boolean.class, false);
    String url = environment.getProperty("patchbay.database.url", "");
    if (url.isBlank()) {
      return new DatabaseSettings(data, null, demo);
    }
    return new DatabaseSettings(
        data,
        new Reach(
            jdbc(url),
            required(environment, "patchbay.database"),
            required(environment, "patchbay.database.engine"),
            login(environment, "patchbay.database.owner")),
        demo);
  }

  private static String jdbc(String url) {
    if (url.startsWith("postgresql://")) {
      return "jdbc:" + url;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return url;
    }
    throw new DatabaseRefused(
        "patchbay.database.url must look like jdbc:postgresql://host:5432/patchbay; logins have settings of their own.");
  }

  private static Login required(Environment environment, String prefix) {
    Login login = login(environment, prefix);
    if (login == null) {
      throw new DatabaseRefused(
          "With patchbay.database.url set, %s.user and %s.password are needed too."
              .formatted(prefix, prefix));
    }
    return login;
  }

  private static @Nullable Login login(Environment environment, String prefix) {
    // The binder also finds PATCHBAY_DATABASE_ENGINE_USER, in every spelling.
    var binder = Binder.get(environment);
    String user = binder.bind(prefix + ".user", String.class).orElse("");
    String password = binder.bind(prefix + ".password", String.class).orElse("");
    return user.isBlank() ? null : new Login(user, password);
  }
}
