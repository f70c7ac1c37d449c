package io.patchbay.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be connected, as last read without a mistake. Immutable: a reload makes another. */
public record Catalog(Map<String, Integration> bySlug, List<Category> categories) {
  public Optional<Integration> find(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** Every entry, ordered by category, then by name. */
  public Collection<Integration> all() {
    return bySlug.values();
  }
}
