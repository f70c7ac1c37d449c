package io.patchbay.health;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.connections.DueTimes;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectionAnswered;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.incidents.Incident;
import io.patchbay.incidents.Incidents;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Provider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Asks a provider whether a connection still works, and writes down what it said. An access token
 * that ended and can be renewed is renewed first: that is no failure. No database connection is
 * held while a provider is asked. While a provider is in an incident, only its probes ask.
 */
@Component
public class Checking {
  /** Of our own making: they say nothing about the provider. */
  static final Set<String> OURS = Set.of("refresh_under_way", "our_own_limit");

  /** A provider that is slow holds these places of a node, and no others. */
  private static final int OF_ONE_PROVIDER = 24;

  private static final Duration FULL = Duration.ofSeconds(1);

  private final Crowd crowd = new Crowd(5);
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
  private final Tenancy tenancy;
  private final Looking looking;
  private final Connections connections;
  private final DueTimes times;
  private final LiveCredentials credentials;
  private final Provider provider;
  private final CurrentCatalog catalog;
  private final ApplicationEventPublisher events;
  private final Incidents incidents;

  Checking(
      Tenancy tenancy,
      Looking looking,
      Connections connections,
      DueTimes times,
      LiveCredentials credentials,
      Provider provider,
      CurrentCatalog catalog,
      Incidents incidents,
      ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.looking = looking;
    this.connections = connections;
    this.times = times;
    this.credentials = credentials;
    this.provider = provider;
    this.catalog = catalog;
    this.events = events;
    this.incidents = incidents;
  }

  /** What came of a check. */
  public sealed interface Outcome {}

  /** The provider was asked, and what it said is written down. */
  public record Asked(CheckResult result) implements Outcome {}

  /** The provider is in an incident: the check comes when that is over. */
  public record PutAside(Incident incident) implements Outcome {}

  /** Nothing was asked: the connection is gone, or it was not its turn. */
  public record NotAsked() implements Outcome {}

  /**
   * Checks one connection now. A connection that was removed meanwhile, or whose entry is gone, is
   * left alone.
   */
  public Outcome check(Owner owner, ConnectionId id) {
    return check(owner, id, incidents.open());
  }

  /**
   * @param open the incidents that go on
   */
  Outcome check(Owner owner, ConnectionId id, Map<String, Incident> open) {
    var known = known(owner, id);
    if (known.isEmpty()) {
      return new NotAsked();
    }
    var incident = open.get(known.get().entry().provider());
    if (incident != null) {
      incidents.hold(incident, owner, id);
      return new PutAside(incident);
    }
    var room =
        places.computeIfAbsent(
            known.get().entry().provider(), it -> new Semaphore(OF_ONE_PROVIDER));
    if (!room.tryAcquire()) {
      inside(owner, () -> times.later(known.get().facts(), FULL));
      return new NotAsked();
    }
    try {
      return ask(owner, known.get());
    } finally {
      room.release();
    }
  }

  /** Asks although the provider is in an incident. */
  Outcome probe(Owner owner, ConnectionId id) {
    return known(owner, id).map(it -> ask(owner, it)).orElseGet(NotAsked::new);
  }

  private record Known(Connections.Seen seen, LiveCredentials.Kept kept, Integration entry) {
    ConnectionFacts facts() {
      return seen.found().facts();
    }
  }

  private Optional<Known> known(Owner owner, ConnectionId id) {
    return crowd
        .atTheDatabase(() -> looking.at(owner, id))
        .flatMap(look ->
            catalog
                .get()
                .find(look.seen().found().integration())
                .filter(entry -> entry.check() != null)
                .map(entry -> new Known(look.seen(), look.kept(), entry)));
  }

  private void inside(Owner owner, Runnable work) {
    var _ =
        crowd.atTheDatabase(() -> {
          tenancy.within(Scope.of(owner), work);
          return true;
        });
  }

  private Outcome ask(Owner owner, Known known) {
    var id = known.facts().id();
    var entry = known.entry();
    var heard = hear(owner, known);
    if (heard.result() instanceof CheckResult.Unreachable it && OURS.contains(it.code())) {
      var wait = it.retryAfter() == null ? Duration.ofSeconds(5) : it.retryAfter();
      inside(owner, () -> times.later(known.facts(), wait));
      return new NotAsked();
    }
    if (!heard.observed() && !isOfAKept(owner, known, heard)) {
      return new NotAsked();
    }
    if (!heard.asked() && heard.result() instanceof CheckResult.Refused) {
      // Known here, or from whoever hands out tokens: it says nothing of who would answer a check.
      return new NotAsked();
    }
    tellOfProvider(owner, known, heard.result());
    if (heard.result() instanceof CheckResult.Answered && !entry.resources().isEmpty()) {
      events.publishEvent(new ConnectionAnswered(owner, id));
    }
    return new Asked(heard.result());
  }

  /**
   * Writes it down, unless the credential that was asked with is not the kept one any more: what is
   * said of another says nothing of this, and this one is asked at once.
   */
  private boolean isOfAKept(Owner owner, Known known, Heard heard) {
    if (confirmed(known, heard)) {
      return true;
    }
    var id = known.facts().id();
    return crowd.atTheDatabase(() ->
        tenancy.within(
            Scope.of(owner),
            () -> {
              boolean kept =
                  connections
                      .observeIf(
                          known.entry(),
                          id,
                          heard.result(),
                          heard.granted(),
                          () -> heard.with() == null || credentials.isKept(owner, id, heard.with()))
                      .isPresent();
              if (!kept) {
                times.later(known.facts(), Duration.ZERO);
              }
              return kept;
            }));
  }

  private void tellOfProvider(Owner owner, Known known, CheckResult result) {
    var id = known.facts().id();
    switch (result) {
      case CheckResult.Unreachable it ->
          incidents.silent(
              known.entry().provider(), owner, id, it.bucket(), it.code(), it.retryAfter());
      case CheckResult.Answered _, CheckResult.Refused _ ->
          incidents.answered(
              known.entry().provider(),
              result instanceof CheckResult.Answered,
              known.facts().silence() != null,
              owner,
              id);
    }
  }

  /**
   * @param granted the scopes a renewed token's answer named, or null
   * @param observed whether it is written down already
   * @param with the generation of the credential that the provider was asked with; null where it
   *     was not asked
   */
  private record Heard(
      CheckResult result, @Nullable Set<String> granted, boolean observed, @Nullable Long with) {
    boolean asked() {
      return with != null;
    }
  }

  private boolean confirmed(Known known, Heard heard) {
    return crowd.atTheDatabase(
        () -> connections.confirm(known.entry(), known.seen(), heard.result(), heard.granted()));
  }

  private Heard hear(Owner owner, Known known) {
    var id = known.facts().id();
    var integration = known.entry();
    var found = credentials.find(owner, id, integration, known.kept());
    var first = ask(integration, found);
    boolean refused =
        first.result() instanceof CheckResult.Refused it && it.bucket() == Failure.LOGIN_EXPIRED;
    return refused && found instanceof LiveCredentials.Ready ready && ready.renewable()
        ? ask(integration, credentials.renewed(owner, id, integration, ready))
        : first;
  }

  private Heard ask(Integration integration, LiveCredentials.Found found) {
    return switch (found) {
      case LiveCredentials.Ready it ->
          new Heard(
              provider.check(integration, it.credential()), it.granted(), false, it.generation());
      case LiveCredentials.Unusable it -> new Heard(it.why(), null, it.observed(), null);
    };
  }
}
