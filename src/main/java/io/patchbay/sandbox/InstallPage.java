package io.patchbay.sandbox;

import java.util.List;

/** The page where a person installs the app on an organization. */
public record InstallPage(String nonce, List<Choice> choices) {
  /** An organization of an account, and whether the app is there. */
  public record Choice(String account, String organization, boolean installed) {}
}
