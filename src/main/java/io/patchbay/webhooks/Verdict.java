package io.patchbay.webhooks;

import java.util.Locale;

/** What a delivery's signature is worth. */
enum Verdict {
  HOLDS,
  NOT_SIGNED,
  /** Signed, at a time that is too far from now, or at none that can be read. */
  OUT_OF_TIME,
  WRONG;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
