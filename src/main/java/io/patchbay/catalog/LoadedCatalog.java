package io.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
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
  private final List<Integration> builtIn;
  private volatile Snapshot snapshot;

  LoadedCatalog(List<Path> folders) {
    this.folders = List.copyOf(folders);
    this.categories = Categories.load();
    this.builtIn = builtIn();
    this.snapshot = read(Map.of());
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
    var next = read(snapshot.byFile);
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
    snapshot = read(snapshot.byFile);
  }

  /**
   * The build's tests check the built-in entries, so that a start need not load the schema for
   * them.
   */
  private static List<Integration> builtIn() {
    try {
      return EntryFolders.builtIn().stream().map(EntryCheck::trust).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException("The built-in catalog can't be read", broken);
    }
  }

  private Snapshot read(Map<String, Integration> lastGood) {
    var mistakes = new ArrayList<Mistake>();
    var byFile = new LinkedHashMap<String, Integration>();
    if (!folders.isEmpty()) {
      readFolders(lastGood, mistakes, byFile);
    }
    var all = new ArrayList<>(builtIn);
    all.addAll(byFile.values());
    return new Snapshot(
        new Catalog(inOrder(all), categories), List.copyOf(mistakes), Map.copyOf(byFile));
  }

  private void readFolders(
      Map<String, Integration> lastGood, List<Mistake> mistakes, Map<String, Integration> byFile) {
    var check = new EntryCheck(categories);
    builtIn.forEach(entry -> check.take(entry.slug(), "The built-in catalog"));
    for (var folder : folders) {
      for (var source : EntryFolders.in(folder, mistakes)) {
        var result = check.check(source);
        mistakes.addAll(result.mistakes());
        var entry =
            result.integration() == null ? lastGood.get(source.file()) : result.integration();
        if (entry != null) {
          byFile.put(source.file(), entry);
        }
      }
    }
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
      Catalog catalog, List<Mistake> mistakes, Map<String, Integration> byFile) {}
}
