package io.patchbay.testing;

import java.util.List;
import java.util.SplittableRandom;

/** Texts near to good ones, the same for the same seed: cut, doubled, flipped, spliced. */
public final class Mutations {
  private static final String LETTERS =
      "/\\:@?#[]%.,=&;+- \t\r\n\0\"'<>{}|^~`0123456789abcxyzABCXYZ\u00e9\u2028\u3002\uff10\ud83d";

  private final List<String> good;
  private final SplittableRandom dice;

  public Mutations(List<String> good, long seed) {
    this.good = good;
    this.dice = new SplittableRandom(seed);
  }

  public String next() {
    var text = new StringBuilder(any());
    for (int changes = 1 + dice.nextInt(4); changes > 0; changes--) {
      int at = text.isEmpty() ? 0 : dice.nextInt(text.length());
      switch (dice.nextInt(6)) {
        case 0 -> text.insert(at, letter());
        case 1 -> text.setLength(at);
        case 2 -> text.insert(at, any());
        case 3 -> text.delete(at, Math.min(text.length(), at + 1 + dice.nextInt(4)));
        case 4 -> text.insert(at, text.substring(at));
        default -> text.insert(at, "%" + Integer.toHexString(dice.nextInt(256)));
      }
      text.setLength(Math.min(text.length(), 2_000));
    }
    return text.toString();
  }

  private String any() {
    return good.get(dice.nextInt(good.size()));
  }

  private char letter() {
    return LETTERS.charAt(dice.nextInt(LETTERS.length()));
  }
}
