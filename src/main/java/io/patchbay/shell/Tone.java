package io.patchbay.shell;

/** How a status looks. Its icon and its word say it too, so that no one has to see the colour. */
public enum Tone {
  GOOD("good", Icon.GOOD),
  WARN("warn", Icon.WARN),
  GOING("going", Icon.GOING),
  /** Nothing there yet. */
  QUIET("quiet", Icon.QUIET),
  DISABLED("quiet", Icon.DISABLED);

  private final String css;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Icon icon;

  Tone(String css, Icon icon) {
    this.css = css;
    this.icon = icon;
  }

  public String css() {
    return css;
  }

  public Icon icon() {
    return icon;
  }
}
