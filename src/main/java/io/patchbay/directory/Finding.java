package io.patchbay.directory;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.Category;
import io.patchbay.catalog.Integration;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds entries by what people type: the beginning of a name, then a name, then a synonym or a
 * category; accents do not matter, and one wrong, missing, added or swapped letter is forgiven from
 * four letters up. Everything that does not depend on the query is made once per catalog.
 */
final class Finding {
  static final int NOT_FOUND = Integer.MAX_VALUE;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final int SHORTEST_FORGIVEN = 4;

  private final String[] names;
  private final List<Said> others;
  private final List<Said> wordsOfNames;
  private final List<Said> wordsOfOthers;

  /** One text and the entries it stands for, by their place in the list. */
  private record Said(String text, long letters, int[] entries) {
    static List<Said> all(Map<String, List<Integer>> texts) {
      return texts.entrySet().stream()
          .map(it ->
              new Said(
                  it.getKey(),
                  Finding.letters(it.getKey()),
                  it.getValue().stream().mapToInt(Integer::intValue).toArray()))
          .toList();
    }
  }

  Finding(Catalog catalog, List<Integration> entries) {
    var categories =
        catalog.categories().stream().collect(Collectors.toMap(Category::id, it -> it));
    names = entries.stream().map(it -> plain(it.name())).toArray(String[]::new);
    var said = new LinkedHashMap<String, List<Integer>>();
    var ofNames = new LinkedHashMap<String, List<Integer>>();
    var ofOthers = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < names.length; i++) {
      note(ofNames, names[i], i);
      noteWords(ofNames, names[i], i);
      for (var text : others(entries.get(i), categories)) {
        note(said, text, i);
        noteWords(ofOthers, text, i);
      }
    }
    others = Said.all(said);
    wordsOfNames = Said.all(ofNames);
    wordsOfOthers = Said.all(ofOthers);
  }

  /** The rank of every entry for a query, lower is better, or {@link #NOT_FOUND}. */
  int[] ranks(String query) {
    var asked = plain(query);
    var ranks = new int[names.length];
    Arrays.fill(ranks, NOT_FOUND);
    // From the worst rank to the best, so that the best one stays.
    if (asked.length() >= SHORTEST_FORGIVEN) {
      long letters = letters(asked);
      Predicate<Said> nearly =
          it -> Long.bitCount(letters & ~it.letters()) <= 1 && nearly(it.text(), asked);
      rank(ranks, wordsOfOthers, nearly, 4);
      rank(ranks, wordsOfNames, nearly, 3);
    }
    var inside = " " + asked;
    rank(ranks, others, it -> it.text().startsWith(asked) || it.text().contains(inside), 2);
    for (int i = 0; i < names.length; i++) {
      int at = names[i].indexOf(asked);
      if (at >= 0) {
        ranks[i] = at == 0 ? 0 : 1;
      }
    }
    return ranks;
  }

  private static void rank(int[] ranks, List<Said> all, Predicate<Said> found, int rank) {
    for (var said : all) {
      if (found.test(said)) {
        for (int entry : said.entries()) {
          ranks[entry] = rank;
        }
      }
    }
  }

  private static void note(Map<String, List<Integer>> texts, String text, int entry) {
    var entries = texts.computeIfAbsent(text, it -> new ArrayList<>(2));
    if (entries.isEmpty() || entries.getLast() != entry) {
      entries.add(entry);
    }
  }

  private static void noteWords(Map<String, List<Integer>> texts, String text, int entry) {
    for (var word : text.split(" ", -1)) {
      note(texts, word, entry);
    }
  }

  private static List<String> others(Integration integration, Map<String, Category> categories) {
    var texts = new ArrayList<String>();
    integration.synonyms().forEach(it -> texts.add(plain(it)));
    integration.categories().stream()
        .map(categories::get)
        .filter(it -> it != null)
        .forEach(it -> it.name().byLanguage().values().forEach(name -> texts.add(plain(name))));
    return texts;
  }

  static String plain(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * A bit for each letter that occurs. One mistake leaves at most one letter of the query that the
   * word does not have, so that most words are passed over without a look.
   */
  private static long letters(String text) {
    long letters = 0;
    for (int i = 0; i < text.length(); i++) {
      letters |= 1L << (text.charAt(i) & 63);
    }
    return letters;
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
