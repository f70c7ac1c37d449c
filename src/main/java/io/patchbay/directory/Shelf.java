package io.patchbay.directory;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Category;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Integration.Gate;
import io.patchbay.connections.Expectations;
import io.patchbay.installs.Access;
import io.patchbay.installs.InstallStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as the directory puts it up: in its order and counted. Made once per catalog, so that
 * a page costs what the workspace has in use and what the page shows, however many entries there
 * are.
 *
 * @param items by category, then by name; in a category, what the workspace can't have comes last
 * @param featured suggested first connections, in their order
 * @param everything how many there are
 * @param byCategory the same of each category, in the catalog's order
 * @param gates that stand in the catalog
 * @param behind the same shelf for workspaces before which some gates are shut
 */
record Shelf(
    Catalog catalog,
    List<Item> items,
    Map<String, Item> bySlug,
    List<Item> featured,
    Finding finding,
    Count everything,
    Map<String, Count> byCategory,
    Set<Gate> gates,
    Map<Set<Gate>, Shelf> behind) {
  /** Of what a workspace can't have, a group shows so many; the category itself shows all. */
  private static final int UNAVAILABLE_SHOWN = 2;

  /** Few products have more plans and flags than this makes pairs of. */
  private static final int KEPT = 64;

  /**
   * @param at its place among the items
   * @param untouched what it is for a workspace that has nothing of it
   * @param beyond whether it is one more than a group shows of what the workspace can't have
   */
  record Item(
      int at,
      Integration integration,
      Expectations expected,
      InstallStatus untouched,
      Access access,
      boolean beyond) {
    Item as(Access another, boolean isBeyond) {
      return new Item(at, integration, expected, untouched, another, isBeyond);
    }

    /** Whether it can be set up. */
    boolean settable() {
      return access.open() && !integration.comingSoon();
    }
  }

  /**
   * @param settable those that can be set up, which leaves out what is coming soon or unavailable
   */
  record Count(int all, int settable) {
    static final Count NONE = new Count(0, 0);

    Count and(Item one) {
      return new Count(all + 1, settable + (one.settable() ? 1 : 0));
    }

    /** What the counts lack of an entry that was shut away and is in use all the same. */
    static Count regained(Item item) {
      return new Count(
          item.access() == Access.HIDDEN ? 1 : 0, item.integration().comingSoon() ? 0 : 1);
    }

    Count and(Count more) {
      return new Count(all + more.all, settable + more.settable);
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
              InstallStatus.at(Instant.EPOCH, integration, null),
              Access.OPEN,
              false);
      items.add(item);
      bySlug.put(integration.slug(), item);
    }
    var gates =
        catalog.all().stream()
            .flatMap(it -> Stream.ofNullable(it.gate()))
            .collect(Collectors.toSet());
    return of(
        catalog, items, bySlug, new Finding(catalog, sorted), gates, new ConcurrentHashMap<>());
  }

  private static Shelf of(
      Catalog catalog,
      List<Item> items,
      Map<String, Item> bySlug,
      Finding finding,
      Set<Gate> gates,
      Map<Set<Gate>, Shelf> behind) {
    var featured =
        items.stream()
            .filter(it -> it.integration().featured() != null && it.settable())
            .sorted(Comparator.comparing(it -> Objects.requireNonNull(it.integration().featured())))
            .toList();
    return new Shelf(
        catalog,
        items,
        bySlug,
        featured,
        finding,
        total(items, null),
        count(catalog, items, null),
        gates,
        behind);
  }

  /** The shelf as a workspace sees it before which these gates are shut. */
  Shelf behind(Set<Gate> shut) {
    if (shut.isEmpty()) {
      return this;
    }
    var known = behind.get(shut);
    if (known == null) {
      known = made(shut);
      if (behind.size() < KEPT) {
        behind.put(shut, known);
      }
    }
    return known;
  }

  private Shelf made(Set<Gate> shut) {
    var shown = new ArrayList<Item>(items.size());
    var all = new HashMap<String, Item>(items.size() * 2);
    var unavailable = new ArrayList<Item>();
    var category = "";
    for (var item : items) {
      if (!item.integration().categories().getFirst().equals(category)) {
        shown.addAll(unavailable);
        unavailable.clear();
        category = item.integration().categories().getFirst();
      }
      var gate = item.integration().gate();
      var kept = item;
      if (gate == null || !shut.contains(gate)) {
        shown.add(kept);
      } else if (gate.hide()) {
        kept = item.as(Access.HIDDEN, false);
      } else {
        kept = item.as(Access.UNAVAILABLE, unavailable.size() >= UNAVAILABLE_SHOWN);
        unavailable.add(kept);
      }
      all.put(item.integration().slug(), kept);
    }
    shown.addAll(unavailable);
    return of(catalog, shown, all, finding, gates, behind);
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
        total = total.and(item);
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
          counts.put(category, counts.getOrDefault(category, Count.NONE).and(item));
        }
      }
    }
    return counts;
  }
}
