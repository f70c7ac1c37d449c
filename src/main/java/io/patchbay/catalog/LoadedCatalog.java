package io.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in entries beside those of the operator's folders. An entry of the operator that fails
 * its check is kept as it last was; the directory stays up.
 */
final class LoadedCatalog implements CurrentCatalog, CatalogMistakes {
  private final List<Path> folders;
  private final List<Category> categories;
  private final List<Integration> builtIn = new ArrayList<>();
  private final Map<String, Origin> builtInOrigins = new HashMap<>();
  private volatile Snapshot snapshot;

  /** Checks every entry of the operator's. */
  LoadedCatalog(List<Path> folders) {
    this(folders, ReadBefore.nothing());
  }

  /** Checks those of the operator's that no earlier start found without mistakes. */
  LoadedCatalog(List<Path> folders, ReadBefore before) {
    this.folders = List.copyOf(folders);
    this.categories = Categories.load(before);
    readBuiltIn(before);
    this.snapshot = read(Map.of(), Map.of(), before);
    before.keep();
  }

  @Override
  public Catalog get() {
    return snapshot.catalog;
  }

  @Override
  public List<Mistake> mistakes() {
    return snapshot.mistakes;
  }

  @Override
  public Pending pending() {
    var next = read(snapshot.byFile, snapshot.origins, ReadBefore.nothing());
    var now = snapshot.catalog.bySlug();
    var then = next.catalog.bySlug();
    return new Pending(
        then.keySet().stream().filter(it -> !now.containsKey(it)).toList(),
        then.values().stream()
            .filter(it -> now.containsKey(it.slug()) && !it.equals(now.get(it.slug())))
            .map(Integration::slug)
            .toList(),
        now.keySet().stream().filter(it -> !then.containsKey(it)).toList(),
        next.mistakes);
  }

  @Override
  public synchronized void reload() {
    snapshot = read(snapshot.byFile, snapshot.origins, ReadBefore.nothing());
  }

  @Override
  public Map<String, Origin> origins() {
    return snapshot.origins;
  }

  /**
   * The build's tests check the built-in entries, so that a start need not load the schema for
   * them.
   */
  private void readBuiltIn(ReadBefore before) {
    try {
      for (var source : EntryFolders.builtIn()) {
        var entry = EntryCheck.trust(source, before);
        builtIn.add(entry);
        builtInOrigins.put(entry.slug(), new Origin(source.file(), true, version(source)));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("The built-in catalog can't be read", broken);
    }
  }

  private static String version(EntrySource source) {
    return source.sha256().substring(0, 12);
  }

  private Snapshot read(
      Map<String, Integration> lastGood, Map<String, Origin> lastOrigins, ReadBefore before) {
    var mistakes = new ArrayList<Mistake>();
    var byFile = new LinkedHashMap<String, Integration>();
    var origins = new HashMap<>(builtInOrigins);
    if (!folders.isEmpty()) {
      readFolders(lastGood, lastOrigins, before, mistakes, byFile, origins);
    }
    var all = new ArrayList<>(builtIn);
    all.addAll(byFile.values());
    return new Snapshot(
        new Catalog(inOrder(all), categories),
        List.copyOf(mistakes),
        Map.copyOf(byFile),
        Map.copyOf(origins));
  }

  private void readFolders(
      Map<String, Integration> lastGood,
      Map<String, Origin> lastOrigins,
      ReadBefore before,
      List<Mistake> mistakes,
      Map<String, Integration> byFile,
      Map<String, Origin> origins) {
    var sources =
        folders.stream().flatMap(folder -> EntryFolders.in(folder, mistakes).stream()).toList();
    if (mistakes.isEmpty() && before.knows(sources)) {
      sources.forEach(source -> put(EntryCheck.trust(source, before), source, byFile, origins));
      return;
    }
    var check = new EntryCheck(categories);
    builtIn.forEach(entry -> check.take(entry.slug(), "The built-in catalog"));
    for (var source : sources) {
      var result = check.check(source);
      mistakes.addAll(result.mistakes());
      var entry = result.integration();
      var last = lastGood.get(source.file());
      if (entry != null) {
        put(entry, source, byFile, origins);
      } else if (last != null) {
        put(last, source, byFile, origins);
        origins.computeIfPresent(last.slug(), lastOrigins::getOrDefault);
      }
    }
    if (mistakes.isEmpty()) {
      before.found(sources);
    }
  }

  private static void put(
      Integration entry,
      EntrySource source,
      Map<String, Integration> byFile,
      Map<String, Origin> origins) {
    byFile.put(source.file(), entry);
    origins.put(entry.slug(), new Origin(source.file(), false, version(source)));
  }

  private Map<String, Integration> inOrder(Collection<Integration> entries) {
    var ids = categories.stream().map(Category::id).toList();
    var order =
        Comparator.comparingInt((Integration entry) -> ids.indexOf(entry.categories().getFirst()))
            .thenComparing(Integration::name, String.CASE_INSENSITIVE_ORDER);
    var bySlug = new LinkedHashMap<String, Integration>();
    entries.stream().sorted(order).forEach(entry -> bySlug.putIfAbsent(entry.slug(), entry));
    return Collections.unmodifiableMap(bySlug);
  }

  private record Snapshot(
      Catalog catalog,
      List<Mistake> mistakes,
      Map<String, Integration> byFile,
      Map<String, Origin> origins) {}
}
