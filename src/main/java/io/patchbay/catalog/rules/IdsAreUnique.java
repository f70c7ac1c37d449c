package io.patchbay.catalog.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** PB015: an id means one thing in its list. */
final class IdsAreUnique implements Rule {
  private static final List<String> LISTS =
      List.of(
          "/steps",
          "/inputs",
          "/auth/oauth2/scopes",
          "/auth/*/fields",
          "/steps/*/fields",
          "/auth/*/fields/*/options",
          "/steps/*/fields/*/options");

  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find(LISTS).stream().flatMap(IdsAreUnique::check);
  }

  private static Stream<Finding> check(Place list) {
    var seen = new HashSet<String>();
    var again = new ArrayList<Finding>();
    for (int i = 0; i < list.node().size(); i++) {
      var id = new Place(list.pointer() + "/" + i, list.node().get(i)).child("id");
      if (!seen.add(id.text())) {
        again.add(id.finding("PB015", "The id '%s' stands twice. Rename one".formatted(id.text())));
      }
    }
    return again.stream();
  }
}
