package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB022: deliveries are told apart by something that differs. */
final class DedupeCanWork implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/webhook").stream()
        .flatMap(webhook ->
            switch (webhook.text("dedupe")) {
              case "id" ->
                  webhook.has("delivery_id")
                      ? Stream.empty()
                      : Stream.of(
                          webhook
                              .child("dedupe")
                              .finding("PB022", "Say where the id stands: delivery_id:"));
              case "body" ->
                  webhook.child("signature").text("algorithm").equals("token")
                      ? Stream.of(
                          webhook
                              .child("dedupe")
                              .finding(
                                  "PB022",
                                  "Without a signed body, equal deliveries are different events. Write dedupe: id or none"))
                      : Stream.empty();
              default -> Stream.empty();
            });
  }
}
