package io.patchbay.events;

import java.util.Locale;

/** Somebody, and nobody says who, came this far on the connect page. */
public record ConnectPageReached(String integration, Far far) {
  /** From one to the next, where a section has nothing to ask it is passed over. */
  public enum Far {
    /** The page was opened, and no account is there. */
    OPENED,
    /** They left for the consent page, or sent a key. */
    STARTED,
    /** An account is there because of it. */
    ACCOUNT,
    /** The page was opened, or came back, with a list to select from. */
    LISTED,
    /** Of all that is listed, the first thing was selected. */
    SELECTED,
    LINKED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
