package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB026: of what a person pastes to be let in, something is secret and sealed. */
final class KeysAreSecret implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/auth/*/fields").stream()
        .filter(fields ->
            fields.node().valueStream().noneMatch(field -> field.path("secret").asBoolean(false)))
        .map(fields ->
            fields.finding("PB026", "No field is secret. Mark the key with secret: true"));
  }
}
