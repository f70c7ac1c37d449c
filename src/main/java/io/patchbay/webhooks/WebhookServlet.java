package io.patchbay.webhooks;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.shell.Errors;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Where providers send webhooks. An answer says no more than its status: 200 once what was sent is
 * committed, 401 where its signature does not hold, 404 where there is no such address, 413 beyond
 * a mebibyte, 503 within two seconds while the database is away, so that the provider sends it
 * again.
 *
 * <p>A servlet and no controller: it is asked thousands of times a second, and what a controller
 * offers (arguments, views, languages) would cost more than all the rest.
 */
class WebhookServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger log = LoggerFactory.getLogger(WebhookServlet.class);
  private static final long PATIENCE_MS = 1_800;

  /** {@code /slug}, or {@code /slug/endpoint}. */
  private static final Pattern PATH = Pattern.compile("/([a-z0-9-]{1,100})(?:/([^/]{1,100}))?");

  private final transient CurrentCatalog catalog;
  private final transient Incoming incoming;
  private final transient Deliveries deliveries;
  private final transient Errors errors;

  WebhookServlet(CurrentCatalog catalog, Incoming incoming, Deliveries deliveries, Errors errors) {
    this.catalog = catalog;
    this.incoming = incoming;
    this.deliveries = deliveries;
    this.errors = errors;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      switch (request.getMethod()) {
        case "POST", "GET" -> answer(response, taken(request));
        default -> throw new Problem(405, "wrong_method");
      }
    } catch (IOException hungUp) {
      throw hungUp;
    } catch (Exception e) {
      errors.answer(e, request, response);
    }
  }

  private Answer taken(HttpServletRequest request) throws IOException {
    var path = PATH.matcher(request.getPathInfo() == null ? "" : request.getPathInfo());
    if (!path.matches()) {
      throw nothingHere();
    }
    var integration = catalog.get().find(path.group(1)).orElseThrow(WebhookServlet::nothingHere);
    var endpoint = path.group(2);
    if (endpoint == null) {
      var webhook = webhook(integration, Webhook.SecretFrom.APP, request);
      return incoming.read(request, it -> within(() -> deliveries.toApp(integration, webhook, it)));
    }
    var webhook = webhook(integration, Webhook.SecretFrom.CONNECTION, request);
    return incoming.read(
        request, it -> within(() -> deliveries.toConnection(integration, webhook, endpoint, it)));
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

  private sealed interface Answer {}

  private record Said(String text) implements Answer {}

  private record Refused() implements Answer {}

  private record Later() implements Answer {}

  /**
   * On a thread of its own, which is let go when the database does not answer in time: a provider
   * that hears "later" sends it again, one that waits may give up.
   */
  private static Answer within(Callable<Deliveries.Worth> work) {
    var task = new FutureTask<>(work);
    var thread = Thread.ofVirtual().name("webhook").start(task);
    try {
      return worth(task.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
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

  private static Answer later() {
    log.warn("A webhook was told to come later: the database did not answer in time");
    return new Later();
  }

  private static Answer worth(Deliveries.Worth worth) {
    return switch (worth) {
      case Deliveries.NotHere _ -> throw nothingHere();
      case Deliveries.Refused it -> {
        log.debug("A webhook was refused: {}", it.verdict().word());
        yield new Refused();
      }
      case Deliveries.Accepted it -> new Said(it.reply());
    };
  }

  private static void answer(HttpServletResponse response, Answer answer) throws IOException {
    switch (answer) {
      case Said it when it.text().isEmpty() -> response.setContentLength(0);
      case Said it -> {
        var bytes = it.text().getBytes(StandardCharsets.UTF_8);
        response.setContentType(
            it.text().startsWith("{") ? "application/json" : "text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
      }
      case Refused _ -> {
        response.setStatus(401);
        response.setContentLength(0);
      }
      case Later _ -> {
        response.setStatus(503);
        response.setHeader("Retry-After", "5");
        response.setContentLength(0);
      }
    }
  }
}
