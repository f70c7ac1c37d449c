package io.patchbay.shell;

import java.util.regex.Pattern;

/** A path of ours that came from outside, before we send anybody there. */
final class LocalPath {
  // One slash, then no second one and no backslash: browsers read //host and /\host as hosts.
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[!-~&&[^\\\\]]*");

  private LocalPath() {}

  static String or(String asked, String otherwise) {
    return asked.length() < 2048 && LOCAL.matcher(asked).matches() ? asked : otherwise;
  }
}
