package io.patchbay.directory;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Category;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Expectations;
import io.patchbay.installs.InstallStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as the directory puts it up: in its order and counted. Made once per catalog, so that
 * a page costs what the workspace has in use and what the page shows, however many entries there
 * are.
 *
 * @param items by category, then by name
 * @param featured suggested first connections, in their order
 * @param everything how many there are
 * @param byCategory the same of each category, in the catalog's order
 */
record Shelf(
    Catalog catalog,
    List<Item> items,
    Map<String, Item> bySlug,
    List<Item> featured,
    Finding finding,
    Count everything,
    Map<String, Count> byCategory) {

  /**
   * @param at its place among the items
   * @param untouched what it is for a workspace that has nothing of it
   */
  record Item(int at, Integration integration, Expectations expected, InstallStatus untouched) {}

  /**
   * @param settable those that can be set up, which leaves out what is coming soon
   */
  record Count(int all, int settable) {
    static final Count NONE = new Count(0, 0);

    Count and(Integration one) {
      return new Count(all + 1, settable + (one.comingSoon() ? 0 : 1));
    }
  }

  static Shelf of(Catalog catalog) {
    var place = new HashMap<String, Integer>();
    catalog.categories().forEach(it -> place.put(it.id(), place.size()));
    var sorted =
        catalog.all().stream()
            .sorted(
                Comparator.<Integration>comparingInt(
                        it -> place.getOrDefault(it.categories().getFirst(), place.size()))
                    .thenComparing(Integration::name, String.CASE_INSENSITIVE_ORDER))
            .toList();
    var items = new ArrayList<Item>(sorted.size());
    var bySlug = new HashMap<String, Item>(sorted.size() * 2);
    for (var integration : sorted) {
      var item =
          new Item(
              items.size(),
              integration,
              Expectations.of(integration),
              InstallStatus.at(Instant.EPOCH, integration, null));
      items.add(item);
      bySlug.put(integration.slug(), item);
    }
    var featured =
        items.stream()
            .filter(it -> it.integration().featured() != null && !it.integration().comingSoon())
            .sorted(Comparator.comparing(it -> Objects.requireNonNull(it.integration().featured())))
            .toList();
    var finding = new Finding(catalog, sorted);
    return new Shelf(
        catalog, items, bySlug, featured, finding, total(items, null), count(catalog, items, null));
  }

  /** What a search found, the best matches first; everything in its order without a search. */
  List<Item> ranked(int @Nullable [] ranks) {
    return ranks == null
        ? items
        : items.stream()
            .filter(it -> found(ranks, it))
            .sorted(Comparator.comparingInt(it -> ranks[it.at()]))
            .toList();
  }

  /** How many of each category a search found; all of them without a search. */
  Map<String, Count> counts(int @Nullable [] ranks) {
    return ranks == null ? byCategory : count(catalog, items, ranks);
  }

  /** The same of all categories together. */
  Count total(int @Nullable [] ranks) {
    return ranks == null ? everything : total(items, ranks);
  }

  private static Count total(List<Item> items, int @Nullable [] ranks) {
    var total = Count.NONE;
    for (var item : items) {
      if (found(ranks, item)) {
        total = total.and(item.integration());
      }
    }
    return total;
  }

  static boolean found(int @Nullable [] ranks, Item item) {
    return ranks == null || ranks[item.at()] != Finding.NOT_FOUND;
  }

  private static Map<String, Count> count(
      Catalog catalog, List<Item> items, int @Nullable [] ranks) {
    var counts = new LinkedHashMap<String, Count>();
    catalog.categories().stream().map(Category::id).forEach(it -> counts.put(it, Count.NONE));
    for (var item : items) {
      if (found(ranks, item)) {
        for (var category : item.integration().categories()) {
          counts.put(category, counts.getOrDefault(category, Count.NONE).and(item.integration()));
        }
      }
    }
    return counts;
  }
}
