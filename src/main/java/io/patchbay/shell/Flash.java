package io.patchbay.shell;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sentence for the next page, about what was just done. It travels in a cookie for that one
 * redirect.
 *
 * @param key of its words
 * @param values for the words' gaps; untrusted, like everything in a cookie
 */
public record Flash(Tone tone, String key, List<String> values) {
  private static final String SEPARATOR = "\u001f";

  public enum Tone {
    GOOD,
    WARN
  }

  public static Flash good(String key, String... values) {
    return new Flash(Tone.GOOD, key, List.of(values));
  }

  public static Flash warn(String key, String... values) {
    return new Flash(Tone.WARN, key, List.of(values));
  }

  String seal() {
    String text =
        tone + SEPARATOR + key + SEPARATOR + String.join(SEPARATOR, values.toArray(String[]::new));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static @Nullable Flash read(@Nullable String cookie) {
    if (cookie == null || cookie.length() > 1024) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8);
      List<String> parts = Arrays.asList(text.split(SEPARATOR));
      return new Flash(Tone.valueOf(parts.get(0)), parts.get(1), parts.subList(2, parts.size()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  /** The sentence, or null where the cookie asks for words that do not exist or do not fit. */
  @Nullable String say(Words words) {
    try {
      return key.startsWith("flash.") ? words.of(key, values.toArray()) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
