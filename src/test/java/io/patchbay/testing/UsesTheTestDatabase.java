package io.patchbay.testing;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Every application that starts inside of a test JVM works on the tests' database and on a data
 * directory of this JVM, unless it sets {@code patchbay.database.url} (empty: embedded) and {@code
 * patchbay.data} itself.
 */
final class UsesTheTestDatabase implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (!environment.containsProperty("patchbay.database.url")) {
      Map<String, Object> properties = Map.copyOf(Database.properties());
      environment.getPropertySources().addLast(new MapPropertySource("tests", properties));
    }
  }
}
