package io.patchbay.catalog;

import java.util.List;

/** What the operator sees of the catalog's own folders. */
public interface CatalogMistakes {
  /**
   * The mistakes of the last reading; an entry that has one is in force as it last was, if ever.
   */
  List<Mistake> mistakes();

  /** What a reload would change now; nothing is changed by asking. */
  Pending pending();

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
