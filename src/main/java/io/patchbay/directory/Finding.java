package io.patchbay.directory;

import io.patchbay.catalog.Category;
import io.patchbay.catalog.Integration;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds entries by what people type: the beginning of a name, then a name, then a synonym or a
 * category; accents do not matter, and one wrong, missing, added or swapped letter is forgiven from
 * four letters up.
 */
final class Finding {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final int NOT_FOUND = Integer.MAX_VALUE;
  private static final int SHORTEST_FORGIVEN = 4;

  private final Map<String, Category> categories;

  Finding(Map<String, Category> categories) {
    this.categories = categories;
  }

  /** The rank of an entry for a query, lower is better; {@link #found} tells whether it is one. */
  int rank(Integration integration, String query) {
    var asked = plain(query);
    var name = plain(integration.name());
    if (name.startsWith(asked)) {
      return 0;
    }
    if (name.contains(asked)) {
      return 1;
    }
    var others = others(integration);
    if (others.stream().anyMatch(it -> it.startsWith(asked) || it.contains(" " + asked))) {
      return 2;
    }
    if (asked.length() < SHORTEST_FORGIVEN) {
      return NOT_FOUND;
    }
    if (words(name).anyMatch(word -> nearly(word, asked)) || nearly(name, asked)) {
      return 3;
    }
    return others.stream().flatMap(Finding::words).anyMatch(word -> nearly(word, asked))
        ? 4
        : NOT_FOUND;
  }

  static boolean found(int rank) {
    return rank != NOT_FOUND;
  }

  private List<String> others(Integration integration) {
    var texts = new ArrayList<String>();
    integration.synonyms().forEach(it -> texts.add(plain(it)));
    integration.categories().stream()
        .map(categories::get)
        .filter(it -> it != null)
        .forEach(it -> it.name().byLanguage().values().forEach(name -> texts.add(plain(name))));
    return texts;
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" "));
  }

  static String plain(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Whether one typing mistake lies between them, or between the query and the word's beginning of
   * about its length.
   */
  private static boolean nearly(String word, String asked) {
    return oneMistake(word, asked)
        || (word.length() > asked.length() && oneMistake(word.substring(0, asked.length()), asked))
        || (word.length() > asked.length() + 1
            && oneMistake(word.substring(0, asked.length() + 1), asked));
  }

  static boolean oneMistake(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    if (Math.abs(one.length() - other.length()) > 1) {
      return false;
    }
    int first = 0;
    while (first < shorter && one.charAt(first) == other.charAt(first)) {
      first++;
    }
    if (one.length() == other.length()) {
      return rest(one, first + 1).equals(rest(other, first + 1)) || swapped(one, other, first);
    }
    return one.length() > other.length()
        ? rest(one, first + 1).equals(rest(other, first))
        : rest(one, first).equals(rest(other, first + 1));
  }

  private static boolean swapped(String one, String other, int at) {
    return at + 1 < one.length()
        && one.charAt(at) == other.charAt(at + 1)
        && one.charAt(at + 1) == other.charAt(at)
        && rest(one, at + 2).equals(rest(other, at + 2));
  }

  private static String rest(String text, int from) {
    return from >= text.length() ? "" : text.substring(from);
  }
}
