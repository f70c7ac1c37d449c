package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB032: a client that a person pastes has an id and a secret (RFC 6749 section 2.3.1). */
final class ClientsAreWhole implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/auth/client_credentials/fields").stream()
        .flatMap(fields ->
            Stream.of("client_id", "client_secret")
                .filter(id ->
                    fields
                        .node()
                        .valueStream()
                        .noneMatch(it -> id.equals(it.path("id").asString(""))))
                .map(id ->
                    fields.finding(
                        "PB032", "A client needs the field '%s'. Add it".formatted(id))));
  }
}
