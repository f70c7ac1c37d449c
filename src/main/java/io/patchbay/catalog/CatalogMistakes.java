package io.patchbay.catalog;

import java.util.List;

/** What the operator sees of the catalog's own folders. */
public interface CatalogMistakes {
  /**
   * The mistakes of the last reading; an entry that has one is in force as it last was, if ever.
   */
  List<Mistake> mistakes();

  /** Reads the operator's folders again. */
  void reload();
}
