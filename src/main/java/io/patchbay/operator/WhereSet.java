package io.patchbay.operator;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** Says where an operator's setting comes from, and never what it is. */
@Component
class WhereSet {
  private final Environment environment;

  WhereSet(Environment environment) {
    this.environment = environment;
  }

  /**
   * @return {@code environment}, {@code file}, {@code secret_file}, or empty where nothing is set
   */
  String of(String provider) {
    if (!source(provider, "client-secret-file").isEmpty()) {
      return "secret_file";
    }
    return source(provider, "client-id");
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
