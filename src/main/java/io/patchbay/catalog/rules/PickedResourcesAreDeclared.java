package io.patchbay.catalog.rules;

import java.util.List;
import java.util.stream.Stream;

/** PB014: a step picks from something that the entry can list. */
final class PickedResourcesAreDeclared implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    var known =
        entry.at("resources").node().isObject()
            ? entry.at("resources").node().propertyNames()
            : List.<String>of();
    return entry.find("/steps/*").stream()
        .filter(step -> step.text("kind").equals("pick"))
        .map(step -> step.child("of"))
        .filter(of -> !known.contains(of.text()))
        .map(of ->
            of.finding(
                "PB014",
                "No resource '%s' here. %s"
                    .formatted(of.text(), Suggestion.among(of.text(), known))));
  }
}
