package io.patchbay.catalog;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code bin/patchbay catalog check [DIR...]}: every mistake of every entry. */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * Prints one line for each mistake, and a last one that sums up.
   *
   * @param dirs entries' folders, or folders of such folders; none for the built-in catalog
   * @return the exit code: 1 if there is any mistake
   */
  public static int run(List<Path> dirs, PrintStream out) {
    var mistakes = new ArrayList<Mistake>();
    var sources = sources(dirs, mistakes);
    check(sources, new EntryCheck(Categories.load()), mistakes);
    mistakes.forEach(out::println);
    out.println(summary(sources.size(), mistakes));
    return mistakes.isEmpty() ? 0 : 1;
  }

  static void check(List<EntrySource> sources, EntryCheck check, List<Mistake> mistakes) {
    sources.forEach(source -> mistakes.addAll(check.check(source).mistakes()));
  }

  private static List<EntrySource> sources(List<Path> dirs, List<Mistake> mistakes) {
    if (!dirs.isEmpty()) {
      return dirs.stream().flatMap(dir -> EntryFolders.in(dir, mistakes).stream()).toList();
    }
    try {
      return EntryFolders.builtIn();
    } catch (IOException broken) {
      mistakes.add(new Mistake("catalog", 0, "", "PB001", "The built-in catalog can't be read"));
      return List.of();
    }
  }

  static String summary(int entries, List<Mistake> mistakes) {
    long files = mistakes.stream().map(Mistake::file).distinct().count();
    return mistakes.isEmpty()
        ? "%s checked, no mistakes".formatted(count(entries, "entry", "entries"))
        : "%s checked, %s in %s"
            .formatted(
                count(entries, "entry", "entries"),
                count(mistakes.size(), "mistake", "mistakes"),
                count((int) files, "file", "files"));
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
