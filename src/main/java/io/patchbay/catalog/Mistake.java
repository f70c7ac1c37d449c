package io.patchbay.catalog;

/**
 * What is wrong with an entry, in words that its author can act on.
 *
 * @param file the path as it was given: {@code catalog/slack/integration.yml}
 * @param line counted from 1; 0 for a file without lines
 * @param field {@code steps[1].of}; empty for the file as a whole
 * @param code stable: {@code PB014}
 */
public record Mistake(String file, int line, String field, String code, String message) {
  /** On one line: {@code catalog/slack/integration.yml:12 steps[1].of PB014 No resource ...}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + " "
        + (field.isEmpty() ? "" : field + " ")
        + code
        + " "
        + message;
  }
}
