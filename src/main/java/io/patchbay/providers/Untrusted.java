package io.patchbay.providers;

import com.google.re2j.Pattern;
import java.util.Optional;

/** What a provider wrote, made fit to be shown and stored. */
final class Untrusted {
  private static final int LONGEST = 200;
  private static final Pattern CODE = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");

  private Untrusted() {}

  /** Without what steers a terminal, a line or the direction of text, and of bearable length. */
  static String name(String text) {
    var kept =
        text.codePoints()
            .map(c -> Character.isWhitespace(c) ? ' ' : c)
            .filter(c -> !steers(c))
            .limit(LONGEST)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return kept.toString().strip();
  }

  /** A provider's own word for a failure; empty where it is a sentence, or anything else. */
  static Optional<String> code(String text) {
    return CODE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
      case Character.FORMAT -> c != 0x200d; // joins emoji
      default -> false;
    };
  }
}
