package io.patchbay.operator;

import io.patchbay.providers.AppCredentials;
import java.util.Arrays;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** Says where a provider's app comes from, and never what it is. */
@Component
class WhereSet {
  private final Environment environment;
  private final AppCredentials page;

  WhereSet(Environment environment, AppCredentials page) {
    this.environment = environment;
    this.page = page;
  }

  /** Client id and secret, or the secret of webhooks: each may come from elsewhere. */
  enum Part {
    CLIENT,
    WEBHOOK
  }

  /**
   * @return {@code database}, {@code environment}, {@code file}, {@code secret_file}, or empty
   *     where nothing is set
   */
  String of(String provider, Part part) {
    return page.of(provider).filter(it -> holds(it, part)).isPresent()
        ? "database"
        : settings(provider, part);
  }

  private static boolean holds(AppCredentials.Kept kept, Part part) {
    return switch (part) {
      case CLIENT -> kept.client() != null;
      case WEBHOOK -> kept.webhookSecret() != null;
    };
  }

  /** Whether file or environment say anything of it. */
  boolean inSettings(String provider) {
    return Arrays.stream(Part.values()).anyMatch(it -> !settings(provider, it).isEmpty());
  }

  private String settings(String provider, Part part) {
    return switch (part) {
      case CLIENT ->
          source(provider, "client-secret-file").isEmpty()
              ? source(provider, "client-id")
              : "secret_file";
      case WEBHOOK -> source(provider, "webhook-secret");
    };
  }

  private String source(String provider, String setting) {
    var name =
        ConfigurationPropertyName.adapt("patchbay.providers." + provider + "." + setting, '.');
    for (var source : ConfigurationPropertySources.get(environment)) {
      if (source.getConfigurationProperty(name) != null) {
        return source.getUnderlyingSource() instanceof PropertySource<?> it
                && it.getName().contains("systemEnvironment")
            ? "environment"
            : "file";
      }
    }
    return "";
  }
}
