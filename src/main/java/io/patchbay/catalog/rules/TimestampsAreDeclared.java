package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/**
 * PB023: a signed time is read from somewhere, and one that is read is signed, if only by standing
 * in the signed body.
 */
final class TimestampsAreDeclared implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/webhook/signature").stream()
        .filter(signature -> !signature.text("algorithm").equals("token"))
        .filter(signature ->
            signature.text("signs").contains("{timestamp}")
                != (signature.has("timestamp") && !signature.child("timestamp").has("json")))
        .map(signature ->
            signature
                .child("signs")
                .finding(
                    "PB023",
                    signature.has("timestamp")
                        ? "The timestamp is not signed, so it proves nothing. Add {timestamp} to signs: or drop timestamp:"
                        : "Say where {timestamp} stands: timestamp: { header: X-Name, unit: s, tolerance: 5m }"));
  }
}
