package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB029: an app whose request sends scopes says there what it asks for. */
final class PermissionsAreTheApps implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/auth/oauth2").stream()
        .filter(oauth -> oauth.node().path("sends_scopes").asBoolean(true))
        .filter(oauth -> oauth.has("permissions"))
        .map(oauth ->
            oauth
                .child("permissions")
                .finding(
                    "PB029",
                    "The request of this entry sends scopes. Write these as scopes, or write sends_scopes: false"));
  }
}
