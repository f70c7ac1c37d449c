package io.patchbay.doctor;

import io.patchbay.catalog.CatalogDoctor;
import java.util.List;

/** Which of many known words one may have meant; nothing is listed where none is near. */
final class Nearest {
  private Nearest() {}

  static String among(String word, List<String> known) {
    String said = CatalogDoctor.suggestion(word, known);
    return said.startsWith("Did you mean") ? said : "See docs/configuration.md for the names.";
  }
}
