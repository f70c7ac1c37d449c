package io.patchbay.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A sentence with numbered gaps, cut once: {@code "Connected to: {0}"}. A brace that is no gap
 * stands for itself.
 */
final class Phrase {
  private final String[] texts;
  private final int[] gaps;

  private Phrase(List<String> texts, List<Integer> gaps) {
    this.texts = texts.toArray(String[]::new);
    this.gaps = gaps.stream().mapToInt(Integer::intValue).toArray();
  }

  static Phrase of(String pattern) {
    var texts = new ArrayList<String>();
    var gaps = new ArrayList<Integer>();
    int from = 0;
    for (int i = 0; i + 2 < pattern.length(); i++) {
      if (isGap(pattern, i)) {
        texts.add(pattern.substring(from, i));
        gaps.add(pattern.charAt(i + 1) - '0');
        from = i + 3;
        i += 2;
      }
    }
    texts.add(pattern.substring(from));
    return new Phrase(texts, gaps);
  }

  private static boolean isGap(String pattern, int at) {
    return pattern.charAt(at) == '{'
        && Character.isDigit(pattern.charAt(at + 1))
        && pattern.charAt(at + 2) == '}';
  }

  /** The gaps this phrase has, for the tests of the words. */
  int[] gaps() {
    return gaps.clone();
  }

  String fill(String... values) {
    if (gaps.length == 0) {
      return texts[0];
    }
    var out = new StringBuilder();
    for (int i = 0; i < gaps.length; i++) {
      out.append(texts[i]);
      if (gaps[i] >= values.length) {
        throw new IllegalArgumentException(
            "'" + String.join("…", texts) + "' has no value for {" + gaps[i] + "}");
      }
      out.append(values[gaps[i]]);
    }
    return out.append(texts[gaps.length]).toString();
  }
}
