package io.patchbay.catalog.rules;

import java.util.List;
import java.util.stream.Stream;

/** PB010: a text is one for all languages, or it is there in each of the catalog's languages. */
final class TextsSpeakBothLanguages implements Rule {
  private static final List<String> LANGUAGES = List.of("en", "pt-BR");

  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.TEXTS).stream()
        .filter(text -> text.node().isObject())
        .flatMap(TextsSpeakBothLanguages::check);
  }

  private static Stream<Finding> check(Place text) {
    var missing = LANGUAGES.stream().filter(language -> !text.has(language));
    var uneven =
        text.node().path("en").isArray()
                && text.has("pt-BR")
                && text.node().path("en").size() != text.node().path("pt-BR").size()
            ? Stream.of(text.finding("PB010", "Both languages say the same number of things"))
            : Stream.<Finding>empty();
    return Stream.concat(
        missing.map(language ->
            text.finding(
                "PB010",
                "The words in %s are missing. Add %s: or write one text for all languages"
                    .formatted(language, language))),
        uneven);
  }
}
