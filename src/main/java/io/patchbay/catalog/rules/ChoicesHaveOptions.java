package io.patchbay.catalog.rules;

import java.util.ArrayList;
import java.util.stream.Stream;

/** PB025: a choice offers something, and what it starts with is on offer. */
final class ChoicesHaveOptions implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(Places.FIELDS).stream()
        .filter(field -> field.text("type").startsWith("choice"))
        .flatMap(ChoicesHaveOptions::check);
  }

  private static Stream<Finding> check(Place field) {
    var options = new ArrayList<String>();
    field.node().path("options").forEach(option -> options.add(option.path("id").asString("")));
    if (options.isEmpty()) {
      return Stream.of(
          field.finding("PB025", "A choice needs options: [ { id: ..., label: ... } ]"));
    }
    var initial = field.child("initial");
    var chosen =
        initial.node().isArray()
            ? initial.node().valueStream().map(one -> one.asString(""))
            : Stream.of(initial.text()).filter(one -> !one.isEmpty());
    return chosen
        .filter(one -> !options.contains(one))
        .map(one ->
            initial.finding(
                "PB025", "No option '%s' here. %s".formatted(one, Suggestion.among(one, options))));
  }
}
