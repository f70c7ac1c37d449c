package io.patchbay.catalog;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads the catalog once at the start; {@code patchbay.catalog} lists the operator's folders. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {
  @Bean
  LoadedCatalog loadedCatalog(Environment environment) {
    var data = Path.of(environment.getProperty("patchbay.data", "./data"));
    return new LoadedCatalog(folders(environment), ReadBefore.in(data));
  }

  static List<Path> folders(Environment environment) {
    return Binder.get(environment)
        .bind("patchbay.catalog", Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .map(Path::of)
        .toList();
  }
}
