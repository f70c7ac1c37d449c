package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/**
 * PB030: after a webhook was made by request, both sides know its secret, and it is the
 * connection's own.
 */
final class SubscriptionsTellTheSecret implements Rule {
  private static final String OURS = "{webhook.secret}";

  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/webhook/subscription").stream()
        .flatMap(subscription ->
            Stream.concat(
                ownSecret(entry, subscription), toldSecret(subscription.child("create"))));
  }

  private static Stream<Finding> ownSecret(Entry entry, Place subscription) {
    return entry.find("/webhook/signature/secret/from").stream()
        .filter(from -> !from.text().equals("connection"))
        .map(from ->
            subscription.finding(
                "PB030",
                "A webhook that is made for each connection has a secret of its own. Write secret: { from: connection }"));
  }

  private static Stream<Finding> toldSecret(Place create) {
    boolean sendsOurs = create.node().toString().contains(OURS);
    return create.has("secret") == sendsOurs
        ? Stream.of(
            create.finding(
                "PB030",
                "Say where the answer tells the secret, or send ours as "
                    + OURS
                    + ": one of the two"))
        : Stream.empty();
  }
}
