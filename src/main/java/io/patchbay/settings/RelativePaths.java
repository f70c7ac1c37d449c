package io.patchbay.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.Resource;

/**
 * A relative path in a file of settings starts from that file; one in a variable or on the command
 * line starts from the folder in which the person stood. The program itself works elsewhere.
 */
final class RelativePaths implements EnvironmentPostProcessor, Ordered {
  private static final ConfigurationPropertyName KEY =
      ConfigurationPropertyName.of("patchbay.master-key.file");
  private static final ConfigurationPropertyName CATALOG =
      ConfigurationPropertyName.of("patchbay.catalog");
  private static final ConfigurationPropertyName PROVIDERS =
      ConfigurationPropertyName.of("patchbay.providers");

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Map<String, Object> absolute = new LinkedHashMap<>();
    resolve(environment, KEY, absolute);
    ConfigurationPropertyName folder = CATALOG.append("[0]");
    for (int i = 1; resolve(environment, folder, absolute); i++) {
      folder = CATALOG.append("[" + i + "]");
    }
    for (String provider : providers(environment)) {
      for (String file : List.of("client-secret-file", "private-key-file")) {
        resolve(environment, PROVIDERS.append(provider).append(file), absolute);
      }
    }
    if (!absolute.isEmpty()) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("paths made absolute", absolute));
    }
  }

  /** False where the setting is not there. */
  private static boolean resolve(
      ConfigurableEnvironment environment,
      ConfigurationPropertyName name,
      Map<String, Object> absolute) {
    var found = find(environment, name);
    if (found == null) {
      return false;
    }
    String text = String.valueOf(found.getValue()).strip();
    if (!text.isEmpty()) {
      absolute.put(name.toString(), from(environment, found.getOrigin()).resolve(text).toString());
    }
    return true;
  }

  private static @Nullable ConfigurationProperty find(
      ConfigurableEnvironment environment, ConfigurationPropertyName name) {
    for (var source : ConfigurationPropertySources.get(environment)) {
      var found = source.getConfigurationProperty(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Set<String> providers(ConfigurableEnvironment environment) {
    var names = new TreeSet<String>();
    for (var source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource all) {
        all.stream()
            .filter(PROVIDERS::isAncestorOf)
            .forEach(it ->
                names.add(
                    it.getElement(
                        PROVIDERS.getNumberOfElements(), ConfigurationPropertyName.Form.DASHED)));
      }
    }
    return names;
  }

  private static Path from(ConfigurableEnvironment environment, @Nullable Origin origin) {
    Resource file = file(origin);
    try {
      Path folder = file == null ? null : file.getFile().toPath().toAbsolutePath().getParent();
      return folder == null ? stood(environment) : folder;
    } catch (IOException notInAFolder) {
      return stood(environment);
    }
  }

  private static @Nullable Resource file(@Nullable Origin origin) {
    if (origin instanceof PropertySourceOrigin it && it.getOrigin() != null) {
      return file(it.getOrigin());
    }
    return origin instanceof TextResourceOrigin it
            && it.getResource() != null
            && it.getResource().isFile()
        ? it.getResource()
        : null;
  }

  private static Path stood(ConfigurableEnvironment environment) {
    return Path.of(environment.getProperty("patchbay.started-in", "")).toAbsolutePath();
  }
}
