package io.patchbay.shell;

/** How a status looks. Its icon and its word say it too, so that no one has to see the colour. */
public enum Tone {
  GOOD,
  WARN,
  GOING,
  /** Nothing there yet. */
  QUIET,
  DISABLED;

  public String css() {
    return switch (this) {
      case GOOD -> "good";
      case WARN -> "warn";
      case GOING -> "going";
      case QUIET, DISABLED -> "quiet";
    };
  }

  public Icon icon() {
    return switch (this) {
      case GOOD -> Icon.GOOD;
      case WARN -> Icon.WARN;
      case GOING -> Icon.GOING;
      case QUIET -> Icon.QUIET;
      case DISABLED -> Icon.DISABLED;
    };
  }
}
