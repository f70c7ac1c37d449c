package io.patchbay.sandbox;

import io.patchbay.sandbox.State.Endpoint;
import io.patchbay.sandbox.State.Trouble;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhook endpoints of the pretend Stripe and the signed events it posts to them
 * (docs.stripe.com/webhooks/signature). Only loopback addresses are posted to.
 */
final class StripeEvents {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Ledger ledger;
  private final Stripe stripe;
  private final Posts posts = new Posts();

  StripeEvents(Ledger ledger, Stripe stripe) {
    this.ledger = ledger;
    this.stripe = stripe;
  }

  Endpoint add(String account, String url) {
    if (!isLoopback(url)) {
      throw new IllegalArgumentException(
          "The sandbox sends only to this machine: http://127.0.0.1:PORT/...");
    }
    var endpoint =
        new Endpoint(
            "we_" + Randomness.hex().substring(0, 24),
            stripe.account(account).id(),
            url,
            ledger.time(),
            "");
    ledger.alter(next -> next.endpoints().put(endpoint.id(), endpoint));
    return endpoint;
  }

  private static boolean isLoopback(String url) {
    try {
      var address = new URI(url);
      return "http".equals(address.getScheme())
          && address.getHost() != null
          && LOOPBACK.contains(address.getHost());
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  void remove(String id) {
    ledger.alter(next -> next.endpoints().remove(id));
  }

  String secret(String id) {
    return secret(ledger, id);
  }

  static String secret(Ledger ledger, String id) {
    return "whsec_" + ledger.derived("endpoint:" + id).substring(0, 32);
  }

  /**
   * Posts one event and waits for the answer.
   *
   * @param wrong signs with another secret
   * @return what came back, in words
   */
  String send(String id, String type, boolean wrong) {
    var endpoint = ledger.endpoints().get(id);
    if (endpoint == null) {
      throw new IllegalArgumentException("No webhook endpoint '" + id + "'");
    }
    String body = event(endpoint, type);
    long now = ledger.time().getEpochSecond();
    String secret = wrong ? "whsec_wrong" : secret(id);
    String outcome =
        post(endpoint.url(), body, "t=" + now + ",v1=" + Randomness.hmac(secret, now + "." + body));
    String words = (wrong ? "Wrongly signed event: " : "Signed event: ") + outcome;
    ledger.alter(next -> next.endpoints().computeIfPresent(id, (_, kept) -> kept.after(words)));
    return words;
  }

  private String event(Endpoint endpoint, String type) {
    String account = stripe.account(endpoint.account()).key();
    return JsonMapper.shared()
        .writeValueAsString(
            Fields.of(
                "id",
                "evt_" + Randomness.hex().substring(0, 24),
                "object",
                "event",
                "account",
                account,
                "api_version",
                "2026-10-29",
                "created",
                ledger.time().getEpochSecond(),
                "data",
                Fields.of(
                    "object",
                    Fields.of(
                        "id", "pi_" + Randomness.hex().substring(0, 24),
                        "object", "payment_intent",
                        "amount", 4200,
                        "currency", "gbp",
                        "status", "succeeded")),
                "livemode",
                false,
                "pending_webhooks",
                1,
                "request",
                Fields.of("id", null, "idempotency_key", null),
                "type",
                type));
  }

  private String post(String url, String body, String signature) {
    if (ledger.has(stripe.id(), Trouble.LOST_WEBHOOKS)) {
      return "lost on its way";
    }
    var answer =
        posts.post(
            URI.create(url),
            Map.of(
                "Content-Type", "application/json; charset=utf-8",
                "User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                "Stripe-Signature", signature),
            body);
    return answer.isPresent() ? "answered " + answer.getAsInt() : "nobody answered";
  }
}
