package io.patchbay.catalog;

import io.patchbay.catalog.rules.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.core.env.Environment;

/** The check of the catalog as a start would read it: the built-in entries and the operator's. */
public final class CatalogDoctor {
  private CatalogDoctor() {}

  /** Every entry that can be read, and every mistake of any. */
  public record Examined(Collection<Integration> entries, List<Mistake> mistakes, String summary) {}

  public static Examined examine(Environment environment) {
    var mistakes = new ArrayList<Mistake>();
    var folders = CatalogConfiguration.folders(environment);
    var loaded = new LoadedCatalog(folders);
    try {
      CatalogCheck.check(EntryFolders.builtIn(), new EntryCheck(Categories.load()), mistakes);
    } catch (java.io.IOException broken) {
      mistakes.add(new Mistake("catalog", 0, "", "PB001", "The built-in catalog can't be read"));
    }
    mistakes.addAll(loaded.mistakes());
    var entries = loaded.get().all();
    return new Examined(
        entries, List.copyOf(mistakes), CatalogCheck.summary(entries.size(), mistakes));
  }

  /** "Did you mean", or all words where none is near. */
  public static String suggestion(String word, Collection<String> known) {
    return Suggestion.among(word, known);
  }
}
