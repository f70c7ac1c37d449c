package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB019: an authorization request that sends scopes sends at least one. */
final class SomeScopeIsRequired implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/auth/oauth2").stream()
        .filter(oauth -> oauth.node().path("sends_scopes").asBoolean(true))
        .filter(oauth ->
            entry.find("/auth/oauth2/scopes/*/required").stream()
                .noneMatch(required -> required.node().asBoolean(false)))
        .map(oauth ->
            oauth
                .child("scopes")
                .finding(
                    "PB019",
                    "No scope is required. Mark one with required: true, or write sends_scopes: false where the app fixes its permissions"));
  }
}
