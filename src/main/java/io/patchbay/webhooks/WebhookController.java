package io.patchbay.webhooks;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where providers send webhooks. An answer says no more than its status: 200 once what was sent is
 * committed, 401 where its signature does not hold, 404 where there is no such address, 413 beyond
 * a mebibyte, 503 within two seconds while the database is away, so that the provider sends it
 * again.
 */
@RestController
class WebhookController {
  private static final Logger log = LoggerFactory.getLogger(WebhookController.class);
  private static final long PATIENCE_MS = 1_800;
  private static final MediaType PLAIN = MediaType.parseMediaType("text/plain;charset=UTF-8");

  private final CurrentCatalog catalog;
  private final Incoming incoming;
  private final Deliveries deliveries;

  WebhookController(CurrentCatalog catalog, Incoming incoming, Deliveries deliveries) {
    this.catalog = catalog;
    this.incoming = incoming;
    this.deliveries = deliveries;
  }

  /** Signed with one connection's secret. */
  @RequestMapping(
      path = "/hooks/{slug}/{endpoint}",
      method = {RequestMethod.POST, RequestMethod.GET})
  ResponseEntity<String> ofConnection(
      @PathVariable String slug, @PathVariable String endpoint, HttpServletRequest request)
      throws IOException {
    var integration = integration(slug);
    var webhook = webhook(integration, Webhook.SecretFrom.CONNECTION, request);
    return incoming.read(
        request,
        delivery ->
            within(() -> deliveries.toConnection(integration, webhook, endpoint, delivery)));
  }

  /** Signed with the secret of the operator's app. */
  @RequestMapping(
      path = "/hooks/{slug}",
      method = {RequestMethod.POST, RequestMethod.GET})
  ResponseEntity<String> ofApp(@PathVariable String slug, HttpServletRequest request)
      throws IOException {
    var integration = integration(slug);
    var webhook = webhook(integration, Webhook.SecretFrom.APP, request);
    return incoming.read(
        request, delivery -> within(() -> deliveries.toApp(integration, webhook, delivery)));
  }

  private Integration integration(String slug) {
    return catalog.get().find(slug).orElseThrow(WebhookController::nothingHere);
  }

  /** A GET is there only for a provider that proves addresses by it. */
  private static Webhook webhook(
      Integration integration, Webhook.SecretFrom from, HttpServletRequest request) {
    var webhook = integration.webhook();
    if (webhook == null
        || webhook.signature().secretFrom() != from
        || (!request.getMethod().equals("POST") && !Challenges.mayComeUnsigned(webhook))) {
      throw nothingHere();
    }
    return webhook;
  }

  private static Problem nothingHere() {
    return new Problem(404, "not_found");
  }

  /**
   * On a thread of its own, which is let go when the database does not answer in time: a provider
   * that hears "later" sends it again, one that waits may give up.
   */
  private static ResponseEntity<String> within(Callable<Deliveries.Worth> work) {
    var task = new FutureTask<>(work);
    var thread = Thread.ofVirtual().name("webhook").start(task);
    try {
      return answer(task.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      thread.interrupt();
      return later();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return later();
    } catch (ExecutionException failed) {
      return switch (failed.getCause()) {
        case DataAccessException away -> later();
        case TransactionException away -> later();
        case RuntimeException surprise -> throw surprise;
        case null, default -> throw new IllegalStateException(failed);
      };
    }
  }

  private static ResponseEntity<String> later() {
    log.warn("A webhook was told to come later: the database did not answer in time");
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "5")
        .build();
  }

  private static ResponseEntity<String> answer(Deliveries.Worth worth) {
    return switch (worth) {
      case Deliveries.NotHere _ -> throw nothingHere();
      case Deliveries.Refused it -> {
        log.debug("A webhook was refused: {}", it.verdict().word());
        yield ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
      }
      case Deliveries.Accepted it when it.reply().isEmpty() -> ResponseEntity.ok().build();
      case Deliveries.Accepted it ->
          ResponseEntity.ok()
              .contentType(it.reply().startsWith("{") ? MediaType.APPLICATION_JSON : PLAIN)
              .body(it.reply());
    };
  }
}
