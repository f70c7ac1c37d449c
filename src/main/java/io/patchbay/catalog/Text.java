package io.patchbay.catalog;

import java.util.Locale;
import java.util.Map;

/**
 * Words in the catalog's languages, keyed by BCP 47 tag ({@code en}, {@code pt-BR}). English is
 * always there; a language that is missing falls back to it.
 */
public record Text(Map<String, String> byLanguage) {
  public static final Text NONE = new Text(Map.of("en", ""));

  public Text {
    byLanguage = Map.copyOf(byLanguage);
  }

  public String in(Locale language) {
    var words = byLanguage.get(language.toLanguageTag());
    return words != null ? words : english();
  }

  public String english() {
    return byLanguage.getOrDefault("en", "");
  }

  public boolean isEmpty() {
    return english().isEmpty();
  }
}
