package io.patchbay.catalog;

/**
 * Holds the catalog that is in force; ask it once per request, so that one page sees one catalog.
 */
public interface CurrentCatalog {
  Catalog get();
}
