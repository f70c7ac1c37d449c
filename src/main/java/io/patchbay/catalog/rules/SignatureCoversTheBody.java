package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB021: a signature that leaves the body out proves nothing about it. */
final class SignatureCoversTheBody implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/webhook/signature").stream()
        .filter(signature -> !signature.text("algorithm").equals("token"))
        .map(signature -> signature.child("signs"))
        .filter(signs -> !signs.text().contains("{body}"))
        .map(signs -> signs.finding("PB021", "The signature must cover {body}. Add it to signs:"));
  }
}
