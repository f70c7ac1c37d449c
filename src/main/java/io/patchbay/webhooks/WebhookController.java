package io.patchbay.webhooks;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.providers.ProviderApps;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where providers send webhooks. An answer says no more than its status: 200 once what was sent is
 * committed, 401 where its signature does not hold, 404 where there is no such address, 413 beyond
 * a mebibyte, 503 while the database is away, so that the provider sends it again.
 */
@RestController
class WebhookController {
  private static final Logger log = LoggerFactory.getLogger(WebhookController.class);
  private static final int LARGEST_BODY = 1 << 20;
  private static final MediaType PLAIN = MediaType.parseMediaType("text/plain;charset=UTF-8");

  private final CurrentCatalog catalog;
  private final ProviderApps apps;
  private final Endpoint.Routing routing;
  private final Deliveries deliveries;
  private final BaseUrl baseUrl;
  private final InstantSource clock;

  WebhookController(
      CurrentCatalog catalog,
      ProviderApps apps,
      Endpoint.Routing routing,
      Deliveries deliveries,
      BaseUrl baseUrl,
      InstantSource clock) {
    this.catalog = catalog;
    this.apps = apps;
    this.routing = routing;
    this.deliveries = deliveries;
    this.baseUrl = baseUrl;
    this.clock = clock;
  }

  /** Signed with one connection's secret. */
  @PostMapping("/hooks/{slug}/{endpoint}")
  ResponseEntity<String> ofConnection(
      @PathVariable String slug, @PathVariable String endpoint, HttpServletRequest request)
      throws IOException {
    var integration = integration(slug);
    var webhook = webhook(integration, Webhook.SecretFrom.CONNECTION);
    var at = routing.find(endpoint).orElseThrow(WebhookController::nothingHere);
    // Read before anybody's rows are entered: a slow sender holds no database connection.
    var delivery = delivery(request);
    var verdict =
        deliveries
            .hear(integration, webhook, at, delivery)
            .orElseThrow(WebhookController::nothingHere);
    if (verdict != Verdict.HOLDS) {
      log.info("A webhook of connection {} was refused: {}", at.connection(), verdict.word());
      return refused();
    }
    return answered(webhook, delivery);
  }

  /** Signed with the secret of the operator's app. */
  @PostMapping("/hooks/{slug}")
  ResponseEntity<String> ofApp(@PathVariable String slug, HttpServletRequest request)
      throws IOException {
    var integration = integration(slug);
    var webhook = webhook(integration, Webhook.SecretFrom.APP);
    var delivery = delivery(request);
    var secret = apps.of(integration.provider()).webhookSecret();
    var verdict =
        secret == null
            ? Verdict.NOT_SIGNED
            : Signatures.judge(webhook.signature(), delivery, secret, clock.instant());
    if (verdict != Verdict.HOLDS) {
      // Anybody can post here, so it is no news.
      log.debug("A webhook of {} was refused: {}", integration.slug(), verdict.word());
      return refused();
    }
    return answered(webhook, delivery);
  }

  private Integration integration(String slug) {
    return catalog.get().find(slug).orElseThrow(WebhookController::nothingHere);
  }

  private static Webhook webhook(Integration integration, Webhook.SecretFrom from) {
    var webhook = integration.webhook();
    if (webhook == null || webhook.signature().secretFrom() != from) {
      throw nothingHere();
    }
    return webhook;
  }

  private static Problem nothingHere() {
    return new Problem(404, "not_found");
  }

  private static ResponseEntity<String> refused() {
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
  }

  private static ResponseEntity<String> answered(Webhook webhook, Delivery delivery) {
    var challenge = webhook.challenge();
    return challenge == null
        ? ResponseEntity.ok().build()
        : Challenges.answer(challenge, delivery)
            .map(it -> ResponseEntity.ok().contentType(PLAIN).body(it))
            .orElseGet(() -> ResponseEntity.ok().build());
  }

  private Delivery delivery(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > LARGEST_BODY) {
      throw new Problem(413, "too_large");
    }
    var body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new Problem(413, "too_large");
    }
    var query = request.getQueryString();
    var url = baseUrl.get() + request.getRequestURI() + (query == null ? "" : "?" + query);
    var headers = new HashMap<String, List<String>>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
    }
    return new Delivery(request.getMethod(), url, headers, body);
  }
}
