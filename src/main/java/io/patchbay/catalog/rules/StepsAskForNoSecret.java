package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB033: what a step asks is kept as it is typed, and shown again; a secret is asked by auth. */
final class StepsAskForNoSecret implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/steps/*/fields/*").stream()
        .filter(field -> field.node().path("secret").asBoolean(false))
        .map(field ->
            field
                .child("secret")
                .finding(
                    "PB033",
                    "What a step asks is not sealed. Ask for '%s' among the fields of auth"
                        .formatted(field.text("id"))));
  }
}
