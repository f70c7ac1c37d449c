package io.patchbay.directory;

import io.patchbay.connections.Label;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many entries each filter would show. */
final class Counts {
  private Counts() {}

  /**
   * By label, without what is coming soon or unavailable.
   *
   * @param found what the catalog has for this search and category
   * @param touched what the workspace did something with, among them
   */
  static Map<Label, Integer> of(Shelf.Count found, Collection<DirectoryReading.Line> touched) {
    var counts = new EnumMap<Label, Integer>(Label.class);
    int untouched = found.settable();
    for (var line : touched) {
      if (line.settable()) {
        counts.merge(line.status().label(), 1, Integer::sum);
        untouched--;
      }
    }
    if (untouched > 0) {
      counts.merge(Label.NOT_SET_UP, untouched, Integer::sum);
    }
    return counts;
  }

  static Map<String, Integer> all(Map<String, Shelf.Count> categories) {
    var all = new LinkedHashMap<String, Integer>(categories.size() * 2);
    categories.forEach((category, count) -> all.put(category, count.all()));
    return all;
  }
}
