package io.patchbay.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question of a form.
 *
 * @param secret whether the value is sealed, write-only and never shown
 * @param pattern RE2 syntax for the whole value, or null
 * @param initial the value offered before anything was chosen; several joined by a comma for {@code
 *     CHOICES}
 */
public record Field(
    String id,
    Type type,
    Text label,
    Text help,
    String example,
    boolean required,
    boolean secret,
    @Nullable String pattern,
    List<Option> options,
    String initial) {

  public enum Type {
    TEXT,
    BOOLEAN,
    CHOICE,
    CHOICES
  }

  public record Option(String id, Text label) {}
}
