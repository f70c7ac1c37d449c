package io.patchbay.shell;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages people may read Patchbay in. */
public enum Language {
  EN("en", "English"),
  PT_BR("pt-BR", "Português");

  private static final List<String> TAGS = List.of("en", "pt");

  private final String tag;
  private final String ownName;
  private final Locale locale;

  Language(String tag, String ownName) {
    this.tag = tag;
    this.ownName = ownName;
    this.locale = Locale.forLanguageTag(tag);
  }

  /** BCP 47, as in the cookie, the catalog and {@code <html lang>}. */
  public String tag() {
    return tag;
  }

  /** What its readers call it. */
  public String ownName() {
    return ownName;
  }

  public Locale locale() {
    return locale;
  }

  /** CLDR's cardinal rule: English says one of 1, Portuguese of 0 and 1. */
  boolean saysOne(long count) {
    return switch (this) {
      case EN -> count == 1;
      case PT_BR -> count == 0 || count == 1;
    };
  }

  static @Nullable Language ofTag(@Nullable String tag) {
    for (Language language : values()) {
      if (language.tag.equals(tag)) {
        return language;
      }
    }
    return null;
  }

  /** The best of ours for an {@code Accept-Language} header (RFC 9110 section 12.5.4). */
  public static Language accepted(@Nullable String header) {
    if (header == null || header.isBlank() || header.length() > 512) {
      return EN;
    }
    try {
      String found = Locale.lookupTag(Locale.LanguageRange.parse(header), TAGS);
      return "pt".equals(found) ? PT_BR : EN;
    } catch (IllegalArgumentException e) {
      return EN;
    }
  }
}
