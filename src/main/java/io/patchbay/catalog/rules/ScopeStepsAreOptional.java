package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB018: a scope belongs to an optional step or to none. */
final class ScopeStepsAreOptional implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    var optional =
        entry.find("/steps/*").stream()
            .filter(step -> step.node().path("optional").asBoolean(false))
            .map(step -> step.text("id"))
            .toList();
    return entry.find("/auth/oauth2/scopes/*/step").stream()
        .filter(step -> !optional.contains(step.text()))
        .map(step ->
            step.finding(
                "PB018",
                "No optional step '%s' here. %s"
                    .formatted(step.text(), Suggestion.among(step.text(), optional))));
  }
}
