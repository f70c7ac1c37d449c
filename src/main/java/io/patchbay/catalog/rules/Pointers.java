package io.patchbay.catalog.rules;

import java.util.regex.Pattern;

/** JSON Pointers (RFC 6901), and the same place as a person would write it. */
public final class Pointers {
  private static final Pattern WELL_FORMED = Pattern.compile("(/([^~/]|~[01])*)*");

  private Pointers() {}

  public static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** {@code /steps/1/of} as {@code steps[1].of}. */
  public static String asField(String pointer) {
    var field = new StringBuilder();
    for (var part : pointer.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      var name = part.replace("~1", "/").replace("~0", "~");
      if (name.chars().allMatch(Character::isDigit)) {
        field.append('[').append(name).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(name);
      }
    }
    return field.toString();
  }

  static boolean isWellFormed(String pointer) {
    return WELL_FORMED.matcher(pointer).matches();
  }
}
