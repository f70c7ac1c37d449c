package io.patchbay.catalog;

import static io.patchbay.catalog.Reading.duration;
import static io.patchbay.catalog.Reading.oneOf;
import static io.patchbay.catalog.Reading.text;
import static io.patchbay.catalog.Reading.textOrNull;
import static io.patchbay.catalog.Reading.value;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code webhook:}. */
final class ReadingWebhooks {
  private ReadingWebhooks() {}

  static Webhook read(JsonNode webhook) {
    return new Webhook(
        signature(webhook.path("signature")),
        challenge(webhook),
        oneOf(Webhook.Dedupe.class, webhook, "dedupe", Webhook.Dedupe.NONE),
        value(webhook, "delivery_id"),
        value(webhook, "event"),
        webhook.hasNonNull("expect_every") ? duration(text(webhook, "expect_every")) : null,
        value(webhook.path("route"), "account"),
        value(webhook.path("route"), "resource"),
        textOrNull(webhook, "manage"),
        webhook.has("subscription") ? subscription(webhook.get("subscription")) : null,
        webhook.has("reconciliation") ? reconciliation(webhook.get("reconciliation")) : null);
  }

  private static Reconciliation reconciliation(JsonNode node) {
    var list = node.path("list");
    var item = list.path("item");
    return new Reconciliation(
        ReadingCalls.call(list),
        text(list, "items"),
        ReadingCalls.next(list),
        value(item, "id"),
        value(item, "event"),
        value(item, "at"),
        ReadingCalls.predicate(item.path("ok")),
        ReadingCalls.call(node.path("again")),
        duration(text(node, "every", "5m")));
  }

  private static Subscription subscription(JsonNode subscription) {
    var create = subscription.path("create");
    var list = subscription.path("list");
    return new Subscription(
        ReadingCalls.call(create),
        value(create, "id"),
        value(create, "secret"),
        ReadingCalls.call(list),
        text(list, "items"),
        new ResourceKind.Item(
            value(list.path("item"), "id"),
            value(list.path("item"), "url"),
            Value.NOWHERE,
            Value.NOWHERE,
            Value.NOWHERE,
            Value.NOWHERE),
        ReadingCalls.next(list),
        ReadingCalls.call(subscription.path("delete")));
  }

  private static Webhook.Signature signature(JsonNode signature) {
    var entries = signature.path("entries");
    var secret = signature.path("secret");
    return new Webhook.Signature(
        text(entries, "header").toLowerCase(Locale.ROOT),
        textOrNull(entries, "split"),
        text(entries, "match"),
        oneOf(Webhook.Algorithm.class, signature, "algorithm", Webhook.Algorithm.HMAC_SHA256),
        oneOf(Webhook.Encoding.class, signature, "encoding", Webhook.Encoding.HEX),
        text(signature, "signs"),
        timestamp(signature),
        oneOf(Webhook.SecretFrom.class, secret, "from", Webhook.SecretFrom.APP),
        text(secret, "strip"),
        text(secret, "decode").equals("base64"));
  }

  private static Webhook.@Nullable Timestamp timestamp(JsonNode signature) {
    if (!signature.has("timestamp")) {
      return null;
    }
    var timestamp = signature.get("timestamp");
    var header = textOrNull(timestamp, "header");
    return new Webhook.Timestamp(
        header == null ? null : header.toLowerCase(Locale.ROOT),
        textOrNull(timestamp, "entry"),
        textOrNull(timestamp, "json"),
        text(timestamp, "unit").equals("ms"),
        duration(text(timestamp, "tolerance", "5m")));
  }

  private static Webhook.@Nullable Challenge challenge(JsonNode webhook) {
    if (!webhook.has("challenge")) {
      return null;
    }
    var challenge = webhook.get("challenge");
    return new Webhook.Challenge(
        text(challenge, "kind"),
        challenge.has("when") ? ReadingCalls.predicate(challenge.get("when")) : null,
        value(challenge, "answer"),
        value(challenge, "token"),
        textOrNull(challenge, "reply"));
  }
}
