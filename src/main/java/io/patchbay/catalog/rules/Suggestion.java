package io.patchbay.catalog.rules;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean": the nearest word by Levenshtein distance, or all words where none is near. */
public final class Suggestion {
  private Suggestion() {}

  public static String among(String word, Collection<String> known) {
    if (known.isEmpty()) {
      return "There are none";
    }
    var nearest = known.stream().min(Comparator.comparingInt(other -> distance(word, other)));
    if (nearest.isPresent() && distance(word, nearest.get()) <= Math.max(1, word.length() / 3)) {
      return "Did you mean '" + nearest.get() + "'?";
    }
    return "Known: " + String.join(", ", known);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
