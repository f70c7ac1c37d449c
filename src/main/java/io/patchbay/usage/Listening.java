package io.patchbay.usage;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Step;
import io.patchbay.events.ConnectPageReached;
import io.patchbay.events.ConsentEnded;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** Counts what is published and what is shown. Only entries of the catalog are counted. */
@Component
class Listening implements HandlerInterceptor {
  private final Usage usage;
  private final CurrentCatalog catalog;

  Listening(Usage usage, CurrentCatalog catalog) {
    this.usage = usage;
    this.catalog = catalog;
  }

  /** Only what really was committed counts. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void happened(Happening it) {
    if (it.what() == What.CONNECTED
        || it.what() == What.RECONNECTED
        || it.what() == What.CONNECTED_UNCHECKED) {
      count(Counted.FINISHED, it.integration(), it.what() == What.RECONNECTED ? "again" : "");
    } else if (it.what() == What.CONNECT_FAILED) {
      count(Counted.FAILED, it.integration(), it.details().getOrDefault("bucket", "other"));
    } else if (it.what() == What.RESOURCES_LINKED) {
      count(Counted.LINKED, it.integration(), isFirst(it) ? "" : "more");
      if (isFirst(it)) {
        done(
            it,
            step -> step instanceof Step.Pick pick && pick.of().equals(it.details().get("kind")));
      }
    } else if (it.what() == What.CHOICES_SAVED
        && it.details().getOrDefault("first", "").equals("true")) {
      done(it, step -> step instanceof Step.Form && step.id().equals(it.code()));
    } else if (it.what() == What.WEBHOOK_VERIFIED) {
      done(it, step -> step instanceof Step.Webhook);
    } else if (it.what() == What.CONNECTION_FAILED) {
      count(Counted.BROKE, it.integration(), it.details().getOrDefault("reason", "other"));
    }
  }

  private void done(Happening it, Predicate<Step> which) {
    catalog.get().find(it.integration()).stream()
        .flatMap(entry -> entry.steps().stream())
        .filter(which)
        .findFirst()
        .ifPresent(step -> usage.count(Counted.DONE, it.integration(), step.id()));
  }

  private static boolean isFirst(Happening linked) {
    return linked.details().getOrDefault("already", "0").equals("0")
        && !linked.details().getOrDefault("count", "0").equals("0");
  }

  @EventListener
  void ended(ConsentEnded it) {
    if (it.kept()) {
      count(Counted.TOOK, it.integration(), Long.toString(Math.min(600, it.took().toSeconds())));
    }
  }

  @EventListener
  void reached(ConnectPageReached it) {
    count(Counted.REACHED, it.integration(), it.far().word());
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failed) {
    if (failed != null || response.getStatus() >= 400) {
      return;
    }
    var pattern =
        String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    var slug = slug(request);
    if (request.getMethod().equals("GET") && response.getStatus() == 200) {
      count(Counted.VIEWED, slug, "");
    } else if (pattern.endsWith("/authorizations") || pattern.endsWith("/credentials")) {
      count(Counted.STARTED, slug, "");
    }
  }

  private static String slug(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> variables
            && variables.get("slug") instanceof String slug
        ? slug
        : String.valueOf(request.getParameter("provider"));
  }

  private void count(Counted what, String integration, String detail) {
    if (catalog.get().find(integration).isPresent()) {
      usage.count(what, integration, detail);
    }
  }
}
