package io.patchbay.catalog.rules;

import java.util.List;
import java.util.stream.Stream;

/** PB011: what can be connected says how, how it is tested, and where that is written. */
final class AvailableIsComplete implements Rule {
  private static final List<String> NEEDED =
      List.of("auth", "check", "docs", "verified_by", "account_noun", "steps", "description");

  @Override
  public Stream<Finding> check(Entry entry) {
    if (entry.comingSoon()) {
      return Stream.empty();
    }
    return NEEDED.stream()
        .filter(name -> !entry.root().has(name))
        .map(name ->
            entry
                .at("availability")
                .finding(
                    "PB011",
                    "An available entry needs %s:. Add it, or write availability: coming_soon"
                        .formatted(name)));
  }
}
