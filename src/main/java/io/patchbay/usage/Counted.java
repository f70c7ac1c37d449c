package io.patchbay.usage;

import java.util.Locale;

/** What is counted. */
public enum Counted {
  /** A page of an integration was shown. */
  VIEWED,
  /** A person went to a consent page, or sent a key. */
  STARTED,
  /** A credential was kept; {@code again} for a connection that was renewed. */
  FINISHED,
  /** Nothing was kept; by bucket. */
  FAILED,
  /** From leaving for the consent page to a kept credential, in whole seconds. */
  TOOK,
  /** Something was linked; {@code more} where something was already. */
  LINKED,
  /** A step of setup was done for the first time in an install; by step. */
  DONE,
  /** A connection came into trouble; by reason. */
  BROKE,
  /** How far the connect page took somebody; by {@code ConnectPageReached.Far}. */
  REACHED,
  /** How many installs were on when it was counted last on that day: a level, kept by the day. */
  ACTIVE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Counted of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
