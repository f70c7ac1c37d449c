package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB027: what is listed per installation needs a list of installations. */
final class InstallationsAreDeclared implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/resources/*/per_installation").stream()
        .filter(per -> per.node().asBoolean(false) && !entry.root().has("installations"))
        .map(per ->
            per.finding(
                "PB027", "Nothing says which installations there are. Declare installations:"));
  }
}
