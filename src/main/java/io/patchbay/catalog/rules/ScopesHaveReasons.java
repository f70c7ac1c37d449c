package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB017: a person reads why before consenting. */
final class ScopesHaveReasons implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/auth/oauth2/scopes/*").stream()
        .filter(scope -> !scope.has("reason"))
        .map(scope ->
            scope.finding(
                "PB017",
                "Say why '%s' is needed: reason: { en: ..., pt-BR: ... }"
                    .formatted(scope.text("id"))));
  }
}
