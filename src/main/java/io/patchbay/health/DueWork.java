package io.patchbay.health;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.incidents.Incident;
import io.patchbay.incidents.Incidents;
import io.patchbay.incidents.Probes;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.TokenResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes what is due, as much at a time as this node may have under way, and goes on while there is
 * more. Who waits for a slow provider holds one place and nobody else's.
 */
@Component
class DueWork implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(DueWork.class);
  private static final int UNDER_WAY = 64;
  private static final int AT_ONCE = 32;

  /** Renewals at a provider that does not answer; the others leave their places to who is well. */
  static final int WHILE_SILENT = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Crowd crowd = new Crowd(2);
  private final DueChecks due;
  private final Checking checking;
  private final LiveCredentials credentials;
  private final Connections connections;
  private final CurrentCatalog catalog;
  private final Tenancy tenancy;
  private final Incidents incidents;
  private final Probes probes;
  private final Semaphore checks = new Semaphore(UNDER_WAY);
  private final Semaphore renewals = new Semaphore(UNDER_WAY);
  private final Map<String, Semaphore> silent = new ConcurrentHashMap<>();
  private volatile boolean begun;
  private volatile boolean ending;

  DueWork(
      DueChecks due,
      Checking checking,
      LiveCredentials credentials,
      Connections connections,
      CurrentCatalog catalog,
      Tenancy tenancy,
      Incidents incidents,
      Probes probes) {
    this.due = due;
    this.checking = checking;
    this.credentials = credentials;
    this.connections = connections;
    this.catalog = catalog;
    this.tenancy = tenancy;
    this.incidents = incidents;
    this.probes = probes;
  }

  void checkAll() {
    if (!begun) {
      begin();
    }
    // read with each batch: one begins or ends while there is much to do
    var open = new AtomicReference<Map<String, Incident>>(Map.of());
    each(
        checks,
        places -> {
          open.set(incidents.open());
          return due.claim(places);
        },
        it -> checking.check(it.owner(), it.connection(), open.get()),
        due::checkWentWrong);
  }

  void renewAll() {
    each(renewals, due::claimRenewals, this::renew, due::renewalWentWrong);
  }

  private void renew(DueChecks.Due it) {
    crowd
        .atTheDatabase(
            () -> tenancy.within(Scope.of(it.owner()), () -> connections.find(it.connection())))
        .flatMap(found -> catalog.get().find(found.integration()))
        .ifPresent(entry -> renew(it, entry));
  }

  /**
   * Where the last one that asked got no answer, few ask at a time; whoever finds no place comes
   * again when its claim passes. The first that is answered opens the way for all.
   */
  private void renew(DueChecks.Due it, Integration entry) {
    var few = silent.get(entry.provider());
    if (few != null && !few.tryAcquire()) {
      return;
    }
    try {
      credentials
          .renewAhead(it.owner(), it.connection(), entry)
          .ifPresent(result -> heard(entry.provider(), result));
    } finally {
      if (few != null) {
        few.release();
      }
    }
  }

  private void heard(String provider, TokenResult result) {
    boolean answered =
        !(result instanceof TokenResult.Unreachable it) || it.bucket() != Failure.PROVIDER_OUTAGE;
    if (answered) {
      silent.remove(provider);
    } else {
      silent.computeIfAbsent(provider, _ -> new Semaphore(WHILE_SILENT));
    }
  }

  /** One that goes wrong comes up again later and at last is set aside; the others go on. */
  private void each(
      Semaphore room,
      IntFunction<List<DueChecks.Due>> claim,
      Consumer<DueChecks.Due> work,
      Predicate<DueChecks.Due> wentWrong) {
    while (!ending) {
      // waits for a first place, and then takes those that are free
      room.acquireUninterruptibly();
      if (ending) {
        room.release();
        return;
      }
      int places = 1;
      while (places < AT_ONCE && room.tryAcquire()) {
        places++;
      }
      var claimed = List.<DueChecks.Due>of();
      try {
        claimed = claim.apply(places);
      } finally {
        room.release(places - claimed.size());
      }
      for (var it : claimed) {
        Thread.ofVirtual()
            .name("due")
            .start(() -> {
              try {
                work.accept(it);
              } catch (RuntimeException surprise) {
                if (ending) {
                  return; // its claim passes, and another node or the next start takes it
                }
                boolean aside = wentWrong.test(it);
                log.error(
                    "What was due of connection {} went wrong; it {}",
                    it.connection(),
                    aside ? "is set aside until the next start" : "is tried again later",
                    surprise);
              } finally {
                room.release();
              }
            });
      }
      if (claimed.size() < places) {
        return;
      }
    }
  }

  /** With the first round: a database that is away just then must not end the start. */
  void begin() {
    due.forgetMishaps();
    begun = true;
  }

  @EventListener(ContextClosedEvent.class)
  void takeNoMore() {
    ending = true;
  }

  /** What is under way has a moment to end, while there is a database still. */
  @Override
  public void destroy() throws InterruptedException {
    for (var room : List.of(checks, renewals)) {
      if (room.tryAcquire(UNDER_WAY, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        room.release(UNDER_WAY);
      }
    }
  }

  /** Waits until nothing of it is under way. */
  void rest() {
    for (var room : List.of(checks, renewals)) {
      room.acquireUninterruptibly(UNDER_WAY);
      room.release(UNDER_WAY);
    }
  }

  void probe() {
    probes.take().ifPresent(this::probe);
  }

  private void probe(Probes.Probe probe) {
    switch (checking.probe(probe.owner(), probe.connection())) {
      case Checking.Asked(CheckResult.Unreachable it) -> probes.failed(probe, it.retryAfter());
      case Checking.Asked(CheckResult.Answered _) -> probes.answered(probe);
      case Checking.Asked(CheckResult.Refused _) -> probes.answered(probe);
      case Checking.PutAside _ -> probes.given(probe);
      case Checking.NotAsked _ -> probes.given(probe);
    }
  }
}
