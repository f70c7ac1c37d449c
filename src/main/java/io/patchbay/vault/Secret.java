package io.patchbay.vault;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;

/**
 * Anything that grants access. It prints as {@code [secret]}; its text leaves only through {@link
 * #reveal}.
 */
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  public static Secret of(String text) {
    return new Secret(Objects.requireNonNull(text));
  }

  /** Uses the text inside the call that needs it; never keep what it returns longer than that. */
  public <T> T reveal(Function<String, T> use) {
    return use.apply(text);
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The last four characters, which a person may see to tell keys apart; nothing of a short one.
   */
  public String lastFour() {
    return text.length() < 12 ? "" : text.substring(text.length() - 4);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && java.security.MessageDigest.isEqual(bytes(), secret.bytes());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
