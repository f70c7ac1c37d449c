package io.patchbay.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects in the order they are written, nulls included. */
final class Fields {
  private Fields() {}

  /**
   * @param namesAndValues name, value, name, value
   */
  static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  /** Texts in the order they are written. */
  static Map<String, String> texts(String... namesAndValues) {
    var fields = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
