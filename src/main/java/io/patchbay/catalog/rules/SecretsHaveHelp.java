package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB024: a person who is asked for a secret is told where to find it. */
final class SecretsHaveHelp implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.FIELDS).stream()
        .filter(field -> field.node().path("secret").asBoolean(false) && !field.has("help"))
        .map(field ->
            field.finding(
                "PB024",
                "Say where a person finds '%s': help: { en: ..., pt-BR: ... }"
                    .formatted(field.text("id"))));
  }
}
