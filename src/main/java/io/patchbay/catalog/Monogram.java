package io.patchbay.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A neutral picture for an entry whose folder has none: the initials of its name. */
final class Monogram {
  private Monogram() {}

  static String of(String name) {
    var initials = initials(name);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">\
    <rect width="64" height="64" rx="14" fill="#e6e8ee"/>\
    <text x="32" y="33" fill="#3b4252" font-family="Inter,system-ui,sans-serif" font-size="%d" \
    font-weight="600" text-anchor="middle" dominant-baseline="central">%s</text></svg>
    """
        .formatted(initials.length() > 1 ? 26 : 32, initials);
  }

  /** Letters and digits alone, so that no name can bring markup along. */
  private static String initials(String name) {
    var words =
        Arrays.stream(name.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList();
    var initials =
        words.stream()
            .limit(2)
            .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
            .collect(Collectors.joining());
    return initials.isEmpty() ? "?" : initials.toUpperCase(Locale.ROOT);
  }
}
