package io.patchbay.catalog.rules;

import tools.jackson.databind.JsonNode;

/** One node of an entry and where it stands. */
public record Place(String pointer, JsonNode node) {
  Place child(String name) {
    return new Place(pointer + "/" + Pointers.escaped(name), node.path(name));
  }

  String text() {
    return node.isString() ? node.stringValue() : "";
  }

  String text(String child) {
    return child(child).text();
  }

  boolean has(String child) {
    return node.hasNonNull(child);
  }

  Finding finding(String code, String message) {
    return new Finding(pointer, code, message);
  }
}
