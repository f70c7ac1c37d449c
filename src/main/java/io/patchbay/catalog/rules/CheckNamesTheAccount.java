package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB020: an untested or nameless account is never shown as connected. */
final class CheckNamesTheAccount implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/check").stream()
        .flatMap(check -> Stream.of("id", "name").filter(part -> !names(check, part)))
        .map(part ->
            entry
                .at("check")
                .finding(
                    "PB020",
                    "The check must name the account. Say where its %s stands: account: { %s: /pointer }"
                        .formatted(part, part)));
  }

  private static boolean names(Place check, String part) {
    return check.child("account").has(part);
  }
}
