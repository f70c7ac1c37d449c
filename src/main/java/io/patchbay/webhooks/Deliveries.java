package io.patchbay.webhooks;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.providers.ProviderApps;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a delivery is worth: found whose it is (one trip), verified, and committed (the other one)
 * before it is answered. The first verified event of a connection, a wrong signature and the end of
 * wrong ones are news, which take a transaction of their own first.
 */
@Component
class Deliveries {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_ID = 200;

  private final Routing routing;
  private final SharedRoutes shared;
  private final Arrivals arrivals;
  private final News news;
  private final Strangers strangers;
  private final ProviderApps apps;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Deliveries(
      Routing routing,
      SharedRoutes shared,
      Arrivals arrivals,
      News news,
      Strangers strangers,
      ProviderApps apps,
      InstantSource clock) {
    this.routing = routing;
    this.shared = shared;
    this.arrivals = arrivals;
    this.news = news;
    this.strangers = strangers;
    this.apps = apps;
    this.clock = clock;
  }

  /** What to answer. */
  sealed interface Worth {}

  /**
   * @param reply what proves to the provider that the address is ours; empty for an event
   */
  record Accepted(String reply) implements Worth {}

  record Refused(Verdict verdict) implements Worth {}

  record NotHere() implements Worth {}

  /** Sent to a connection's own address and signed with its secret. */
  Worth toConnection(Integration integration, Webhook webhook, String endpoint, Delivery delivery) {
    var own = routing.own(integration.slug(), endpoint);
    if (own.targets().isEmpty()) {
      return new NotHere();
    }
    var target = own.targets().getFirst();
    if (own.secrets().isEmpty()) {
      // Nothing to judge by: not even wrong.
      return new Refused(Verdict.NOT_SIGNED);
    }
    if (isUnsigned(webhook, delivery)) {
      return challenged(webhook, Said.of(delivery), own.secrets());
    }
    var now = clock.instant();
    var verdict = Signatures.judge(webhook.signature(), delivery, own.secrets(), now);
    if (verdict != Verdict.HOLDS) {
      news.wrong(integration, target.owner(), target.connection(), now);
      return new Refused(verdict);
    }
    return accepted(integration, webhook, delivery, own, endpoint, now);
  }

  private Worth accepted(
      Integration integration,
      Webhook webhook,
      Delivery delivery,
      Routing.Own own,
      String endpoint,
      Instant now) {
    var said = Said.of(delivery);
    var reply = Challenges.answer(webhook, said, own.secrets());
    if (own.targets().getFirst().isNews(integration, now)) {
      news.good(integration, own.targets().getFirst(), now);
    }
    if (reply.isPresent()) {
      return new Accepted(reply.get());
    }
    keep(integration, webhook, said, Endpoint.hash(endpoint), own.targets(), now);
    return new Accepted("");
  }

  /** Sent to the address that all share, and signed with the secret of the operator's app. */
  Worth toApp(Integration integration, Webhook webhook, Delivery delivery) {
    var secrets = apps.of(integration.provider()).webhookSecrets();
    if (isUnsigned(webhook, delivery)) {
      return challenged(webhook, Said.of(delivery), secrets);
    }
    var now = clock.instant();
    var verdict = Signatures.judge(webhook.signature(), delivery, secrets, now);
    if (verdict != Verdict.HOLDS) {
      strangers.refused(integration.slug(), verdict, now);
      return new Refused(verdict);
    }
    var said = Said.of(delivery);
    var reply = Challenges.answer(webhook, said, secrets);
    if (reply.isPresent()) {
      return new Accepted(reply.get());
    }
    var account = said.text(webhook.account()).orElse(null);
    var resource = said.text(webhook.resource()).orElse(null);
    var targets =
        account == null && resource == null
            ? List.<Target>of()
            : shared.find(integration.slug(), account, resource);
    if (targets.isEmpty()) {
      strangers.unrouted(integration.slug(), account, resource, event(webhook, said));
      return new Accepted("");
    }
    targets.stream()
        .filter(it -> it.isNews(integration, now))
        .forEach(it -> news.good(integration, it, now));
    keep(integration, webhook, said, new byte[0], targets, now);
    return new Accepted("");
  }

  private static boolean isUnsigned(Webhook webhook, Delivery delivery) {
    return delivery.method().equals("GET") && Challenges.mayComeUnsigned(webhook);
  }

  private static Worth challenged(Webhook webhook, Said said, List<Secret> secrets) {
    return Challenges.answer(webhook, said, secrets)
        .<Worth>map(Accepted::new)
        .orElseGet(() -> new Refused(Verdict.NOT_SIGNED));
  }

  private void keep(
      Integration integration,
      Webhook webhook,
      Said said,
      byte[] endpoint,
      List<Target> targets,
      Instant now) {
    var key = key(integration, webhook, said, endpoint);
    var delivery = said.delivery();
    var arrival =
        new Arrival(
            key,
            now,
            cut(delivery.contentType()),
            delivery.body(),
            integration.slug(),
            targets,
            says(webhook, said));
    Waits.forAnswer(arrivals.keep(arrival));
  }

  /** As the entry says what tells two deliveries apart. */
  private byte[] key(Integration integration, Webhook webhook, Said said, byte[] endpoint) {
    var scope = (integration.slug() + "\n").getBytes(StandardCharsets.UTF_8);
    return switch (webhook.dedupe()) {
      case ID ->
          said.text(webhook.deliveryId())
              .map(id -> key(scope, endpoint, "id", id.getBytes(StandardCharsets.UTF_8)))
              .orElseGet(() -> ofBody(webhook, said, scope, endpoint));
      case BODY -> ofBody(webhook, said, scope, endpoint);
      case NONE -> {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private static byte[] ofBody(Webhook webhook, Said said, byte[] scope, byte[] endpoint) {
    var signed = Signatures.signed(webhook.signature(), said.delivery());
    return key(scope, endpoint, "body", signed);
  }

  private static byte[] key(byte[] scope, byte[] endpoint, String kind, byte[] value) {
    var kindOf = ("\n" + kind + "\n").getBytes(StandardCharsets.UTF_8);
    return Endpoint.sha256(scope, endpoint, kindOf, value);
  }

  private static String says(Webhook webhook, Said said) {
    var says = new LinkedHashMap<String, @Nullable Object>();
    says.put("event", event(webhook, said));
    says.put("delivery_id", said.text(webhook.deliveryId()).map(Deliveries::cut).orElse(null));
    return JSON.writeValueAsString(says);
  }

  private static String event(Webhook webhook, Said said) {
    return said.text(webhook.event()).map(Deliveries::cut).orElse("");
  }

  /**
   * Untrusted, though signed: no longer than a column should be, and nothing PostgreSQL refuses.
   */
  private static String cut(String text) {
    var cut = text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID);
    return cut.replace("\0", "");
  }
}
