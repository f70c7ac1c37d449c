package io.patchbay.connections;

import java.util.Locale;

/** The five labels, for years. */
public enum Label {
  NOT_SET_UP,
  IN_PROGRESS,
  CONNECTED,
  NEEDS_ATTENTION,
  DISABLED;

  /** As in the API and in addresses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
