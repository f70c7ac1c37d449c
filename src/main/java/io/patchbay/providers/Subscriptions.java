package io.patchbay.providers;

import io.patchbay.catalog.Call;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Subscription;
import io.patchbay.egress.Egress;
import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.vault.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sets a connection's webhook up at its provider, as the entry's {@code webhook.subscription} says.
 * No method throws for what a provider or the network does, and none holds a database connection.
 */
@Component
public class Subscriptions {
  private static final int MOST_PAGES = 20;
  private static final int GONE = 410;
  private static final int NOT_FOUND = 404;

  private final Egress egress;
  private final ProviderApps apps;

  Subscriptions(Egress egress, ProviderApps apps) {
    this.egress = egress;
    this.apps = apps;
  }

  /** What came of asking for one. */
  public sealed interface Created {}

  /**
   * @param secret what the provider signs with
   */
  public record Made(String id, Secret secret) implements Created {}

  /** What came of asking which there are. */
  public sealed interface Listed {}

  /**
   * @param ids of those that send to the address that was asked for
   */
  public record Found(List<String> ids) implements Listed {}

  /** The provider or the network did not do it. */
  public record Failed(Failure bucket, String code) implements Created, Listed {}

  /**
   * @param secret ours, for a provider that takes one; the other kind tells its own
   */
  public Created create(
      Integration integration, Credential credential, String address, Secret secret) {
    var subscription = of(integration);
    var ours = secret.<String>reveal(text -> text);
    var named = Map.of("webhook.url", address, "webhook.secret", ours);
    try {
      return switch (send(integration, credential, named, subscription.create())) {
        case NoAnswer none -> failed(Failures.of(none));
        case Answer answer -> created(integration, subscription, Document.of(answer), secret);
      };
    } catch (Templates.Unfillable missing) {
      return unfillable(missing);
    }
  }

  private static Created created(
      Integration integration, Subscription subscription, Document answer, Secret ours) {
    var no = Failures.of(answer, failures(integration));
    if (no.isPresent()) {
      return failed(no.get());
    }
    var id = answer.text(subscription.id()).filter(it -> !it.isBlank() && it.length() <= 200);
    var secret =
        subscription.secret().isNowhere()
            ? Optional.of(ours)
            : answer.text(subscription.secret()).filter(it -> !it.isBlank()).map(Secret::of);
    return id.isPresent() && secret.isPresent()
        ? new Made(id.get(), secret.get())
        : failed(Failures.UNREADABLE);
  }

  /** Those that send to an address. */
  public Listed at(Integration integration, Credential credential, String address) {
    var subscription = of(integration);
    var requests = requests(integration, credential, Map.of());
    var pages = new Pages(egress, requests, failures(integration));
    var found = new ArrayList<String>();
    String next = null;
    try {
      for (int page = 0; page < MOST_PAGES; page++) {
        switch (page(pages, subscription, next)) {
          case Listing.Failed it -> {
            return new Failed(it.bucket(), it.code());
          }
          case Listing.Page it -> {
            it.items().stream()
                .filter(item -> item.name().equals(address))
                .forEach(item -> found.add(item.id()));
            next = it.next();
          }
        }
        if (next == null) {
          break;
        }
      }
    } catch (Templates.Unfillable missing) {
      return unfillable(missing);
    }
    return new Found(found);
  }

  private static Listing page(Pages pages, Subscription subscription, @Nullable String next) {
    return pages.list(
        subscription.list(), subscription.items(), subscription.item(), subscription.next(), next);
  }

  /**
   * @return nothing once it is gone; one that was gone already is
   */
  public Optional<Failed> delete(Integration integration, Credential credential, String id) {
    try {
      return switch (send(
          integration, credential, Map.of("webhook.id", id), of(integration).delete())) {
        case NoAnswer none -> Optional.of(failed(Failures.of(none)));
        case Answer answer when answer.status() == NOT_FOUND || answer.status() == GONE ->
            Optional.empty();
        case Answer answer ->
            Failures.of(Document.of(answer), failures(integration)).map(Subscriptions::failed);
      };
    } catch (Templates.Unfillable missing) {
      return Optional.of(unfillable(missing));
    }
  }

  private Egress.Outcome send(
      Integration integration, Credential credential, Map<String, String> named, Call call) {
    return egress.send(requests(integration, credential, named).of(call));
  }

  private Requests requests(
      Integration integration, Credential credential, Map<String, String> named) {
    return new Requests(
        new Templates(integration, apps.of(integration.provider()), credential, named),
        integration.auth());
  }

  private static Subscription of(Integration integration) {
    var webhook = Objects.requireNonNull(integration.webhook(), "no webhook");
    return Objects.requireNonNull(webhook.subscription(), "no subscription");
  }

  private static List<FailureRule> failures(Integration integration) {
    return integration.check() == null ? List.of() : integration.check().failures();
  }

  private static Failed failed(Failures.No no) {
    return new Failed(no.bucket(), no.code());
  }

  private static Failed unfillable(Templates.Unfillable missing) {
    return new Failed(Failure.APP_MISCONFIGURED, "needs_" + missing.getMessage());
  }
}
