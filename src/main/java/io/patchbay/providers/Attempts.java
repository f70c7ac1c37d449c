package io.patchbay.providers;

import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Reconciliation;
import io.patchbay.egress.Egress;
import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a provider tried to deliver to an app's address, and asking for one again, as the entry's
 * {@code webhook.reconciliation} says. No method throws for what a provider or the network does,
 * and none holds a database connection.
 */
@Component
public class Attempts {
  private static final int MOST_PAGES = 1_000;
  private static final int LONGEST_ID = 200;

  private final Egress egress;
  private final ProviderApps apps;
  private final InstantSource clock;

  Attempts(Egress egress, ProviderApps apps, InstantSource clock) {
    this.egress = egress;
    this.apps = apps;
    this.clock = clock;
  }

  /**
   * @param event what all attempts of one event share
   */
  public record Attempt(String id, String event, Instant at, boolean arrived) {}

  /** What came of asking. */
  public sealed interface Outcome {}

  /**
   * @param attempts the newest first, none older than what was asked for
   * @param cut whether there are older ones that were not read
   */
  public record Listed(List<Attempt> attempts, boolean cut) implements Outcome {}

  /**
   * @param code of ours or the provider's, for the log and for operators
   */
  public record Failed(String code) implements Outcome {}

  /** Whether the operator gave what the app needs to ask. */
  public boolean isPossible(Integration integration) {
    return AppTokens.of(apps.of(integration.provider()), clock.instant()).isPresent();
  }

  /** All attempts since a time. */
  public Outcome since(Integration integration, Instant since) {
    var reconciliation = of(integration);
    var pages = new Pages(egress, requests(integration, Map.of()), failures(integration));
    var found = new ArrayList<Attempt>();
    String next = null;
    try {
      for (int page = 0; page < MOST_PAGES; page++) {
        switch (egress.send(pages.request(reconciliation.list(), reconciliation.next(), next))) {
          case NoAnswer none -> {
            return new Failed(Failures.of(none).code());
          }
          case Answer answer -> {
            var document = Document.of(answer);
            var no = no(integration, document, reconciliation);
            if (no.isPresent()) {
              return new Failed(no.get().code());
            }
            var read = read(document, reconciliation);
            read.stream().filter(it -> !it.at().isBefore(since)).forEach(found::add);
            boolean beyond = read.stream().anyMatch(it -> it.at().isBefore(since));
            next =
                beyond
                    ? null
                    : pages
                        .next(
                            document,
                            reconciliation.list(),
                            reconciliation.next(),
                            next,
                            read.isEmpty())
                        .orElse(null);
          }
        }
        if (next == null) {
          break;
        }
      }
    } catch (Templates.Unfillable missing) {
      return new Failed("needs_" + missing.getMessage());
    } catch (Pages.Foreign elsewhere) {
      return new Failed("foreign_page");
    }
    return new Listed(found, next != null);
  }

  private static Optional<Failures.No> no(
      Integration integration, Document answer, Reconciliation reconciliation) {
    var no = Failures.of(answer, failures(integration));
    return no.isPresent() || answer.at(reconciliation.items()).isArray()
        ? no
        : Optional.of(Failures.UNREADABLE);
  }

  private static List<Attempt> read(Document answer, Reconciliation reconciliation) {
    return answer
        .items(reconciliation.items())
        .flatMap(it -> attempt(it, reconciliation).stream())
        .toList();
  }

  /** One without an id, an event or a time can't be asked for. */
  private static Optional<Attempt> attempt(Document item, Reconciliation reconciliation) {
    var id = item.text(reconciliation.id()).filter(it -> it.length() <= LONGEST_ID);
    var event = item.text(reconciliation.event()).filter(it -> it.length() <= LONGEST_ID);
    var at = item.text(reconciliation.at()).map(Attempts::time);
    return id.isPresent() && event.isPresent() && at.isPresent()
        ? Optional.of(
            new Attempt(
                id.get(), event.get(), at.get(), item.holds(reconciliation.ok()).isPresent()))
        : Optional.empty();
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /**
   * Asks for one again.
   *
   * @return nothing where the provider agreed
   */
  public Optional<Failed> again(Integration integration, String id) {
    try {
      var request = requests(integration, Map.of("delivery.id", id)).of(of(integration).again());
      return switch (egress.send(request)) {
        case NoAnswer none -> Optional.of(new Failed(Failures.of(none).code()));
        case Answer answer ->
            Failures.of(Document.of(answer), failures(integration))
                .map(it -> new Failed(it.code()));
      };
    } catch (Templates.Unfillable missing) {
      return Optional.of(new Failed("needs_" + missing.getMessage()));
    }
  }

  private Requests requests(Integration integration, Map<String, String> named) {
    var app = apps.of(integration.provider());
    var all = new java.util.HashMap<>(named);
    AppTokens.of(app, clock.instant()).ifPresent(it -> all.put("app.jwt", it));
    return new Requests(
        new Templates(integration, app, new Credential(Map.of()), Map.copyOf(all)),
        integration.auth());
  }

  private static Reconciliation of(Integration integration) {
    var webhook = Objects.requireNonNull(integration.webhook(), "no webhook");
    return Objects.requireNonNull(webhook.reconciliation(), "no reconciliation");
  }

  private static List<FailureRule> failures(Integration integration) {
    return integration.check() == null ? List.of() : integration.check().failures();
  }
}
