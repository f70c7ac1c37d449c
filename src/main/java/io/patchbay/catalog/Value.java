package io.patchbay.catalog;

import java.util.List;

/** Where a value stands in an answer: the first of these that is there. */
public record Value(List<Place> places) {
  public static final Value NOWHERE = new Value(List.of());

  public boolean isNowhere() {
    return places.isEmpty();
  }

  public sealed interface Place {}

  /** RFC 6901. */
  public record Pointer(String pointer) implements Place {}

  /** Lower case. */
  public record Header(String name) implements Place {}

  public record Status() implements Place {}

  /** A text that may hold pointers: {@code #{/name}}. Null if any pointer in it finds nothing. */
  public record Template(String template) implements Place {}
}
