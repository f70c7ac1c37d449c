package io.patchbay.shell;

import org.jspecify.annotations.Nullable;

/** Light, dark, or whatever the reader's system says. */
public enum Theme {
  SYSTEM("system"),
  LIGHT("light"),
  DARK("dark");

  private final String code;

  Theme(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  static @Nullable Theme ofCode(@Nullable String code) {
    for (Theme theme : values()) {
      if (theme.code.equals(code)) {
        return theme;
      }
    }
    return null;
  }
}
