package io.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the closed list of categories, {@code catalog/categories.yml}. */
final class Categories {
  private Categories() {}

  static List<Category> load() {
    try (var in = Categories.class.getResourceAsStream("/catalog/categories.yml")) {
      if (in == null) {
        throw new IllegalStateException("catalog/categories.yml is not on the class path");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<Category> read(String yaml) {
    return Yaml.read(yaml)
        .root()
        .path("categories")
        .valueStream()
        .map(node -> new Category(Reading.text(node, "id"), Reading.words(node, "name")))
        .toList();
  }
}
