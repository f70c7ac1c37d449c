package io.patchbay.catalog;

import java.util.List;
import java.util.Map;

/** What the operator sees of the catalog's own folders. */
public interface CatalogMistakes {
  /**
   * The mistakes of the last reading; an entry that has one is in force as it last was, if ever.
   */
  List<Mistake> mistakes();

  /** What a reload would change now; nothing is changed by asking. */
  Pending pending();

  /**
   * Where an entry in force was read.
   *
   * @param file as the catalog's check names it; built-in ones begin with {@code catalog/}
   * @param version the first twelve digits of the SHA-256 of its text
   */
  record Origin(String file, boolean builtIn, String version) {}

  /** By slug, for every entry in force. */
  default Map<String, Origin> origins() {
    return Map.of();
  }

  /** Reads the operator's folders again. */
  void reload();

  /**
   * By slug, what is different in the operator's folders from what is in force.
   *
   * @param mistakes as a reload would find them
   */
  record Pending(
      List<String> added, List<String> changed, List<String> removed, List<Mistake> mistakes) {}
}
