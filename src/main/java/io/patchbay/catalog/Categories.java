package io.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the closed list of categories, {@code catalog/categories.yml}. */
final class Categories {
  private Categories() {}

  static List<Category> load() {
    return load(ReadBefore.nothing());
  }

  static List<Category> load(ReadBefore before) {
    try (var in = Categories.class.getResourceAsStream("/catalog/categories.yml")) {
      if (in == null) {
        throw new IllegalStateException("catalog/categories.yml is not on the class path");
      }
      return read(before.tree(in.readAllBytes()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<Category> read(JsonNode root) {
    return root.path("categories")
        .valueStream()
        .map(node -> new Category(Reading.text(node, "id"), Reading.words(node, "name")))
        .toList();
  }
}
