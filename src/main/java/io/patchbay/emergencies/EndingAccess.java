package io.patchbay.emergencies;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.Owner;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.Revocation;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Carries out orders: revokes each credential at its provider, erases it whatever the provider
 * answers, and writes down that an operator did it. The connection stays, so that reconnecting it
 * brings everything back. A renewal under way is waited for, so that what it brings ends as well.
 */
@Component
class EndingAccess {
  private static final Logger log = LoggerFactory.getLogger(EndingAccess.class);

  /** Fewer than the app's connections, which pages need meanwhile. */
  private static final int AT_ONCE = 8;

  private static final String FIELD = "credential";

  /** As long as a renewal may hold its lease, and a little. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int ATTEMPTS = 3;
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Emergencies emergencies;
  private final Tenancy tenancy;
  private final Connections connections;
  private final Secrets secrets;
  private final Provider provider;
  private final CurrentCatalog catalog;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Emergency> brokenOff = new AtomicReference<>();

  EndingAccess(
      Emergencies emergencies,
      Tenancy tenancy,
      Connections connections,
      Secrets secrets,
      Provider provider,
      CurrentCatalog catalog,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.emergencies = emergencies;
    this.tenancy = tenancy;
    this.connections = connections;
    this.secrets = secrets;
    this.provider = provider;
    this.catalog = catalog;
    this.events = events;
    this.clock = clock;
  }

  /** Carries out every order that nobody else does, and first one that was broken off here. */
  void work() {
    var broken = brokenOff.getAndSet(null);
    if (broken != null) {
      emergencies.giveBack(broken);
    }
    for (var order = emergencies.claim(); order.isPresent(); order = emergencies.claim()) {
      brokenOff.set(order.get());
      carryOut(order.get());
      brokenOff.set(null);
    }
  }

  private void carryOut(Emergency order) {
    log.warn(
        "Ending all access of {} '{}', ordered by {}",
        order.kind().word(),
        order.target(),
        order.by());
    var integrations = integrations(order.target());
    var failed = new ArrayList<Emergencies.Held>();
    UUID position = order.position();
    for (var next = emergencies.next(order, position, integrations, AT_ONCE);
        !next.isEmpty();
        next = emergencies.next(order, position, integrations, AT_ONCE)) {
      position = next.getLast().connection().value();
      endAll(order, position, next, failed);
    }
    for (int again = 1; again < ATTEMPTS && !failed.isEmpty(); again++) {
      var once = List.copyOf(failed);
      failed.clear();
      endAll(order, position, once, failed);
    }
    if (!failed.isEmpty() && order.kind() != Emergency.Kind.ERASURE) {
      // Everybody else's access is ended. These are tried again, and the order goes on meanwhile.
      emergencies.beginAgain(order, AGAIN_AFTER);
      return;
    }
    if (order.kind() == Emergency.Kind.ERASURE) {
      log.warn("Workspace '{}' is erased: {} rows", order.target(), emergencies.erase(order));
    } else {
      emergencies.done(order);
    }
  }

  private List<String> integrations(String provider) {
    var slugs =
        new ArrayList<>(
            catalog.get().all().stream()
                .filter(it -> it.provider().equals(provider) || it.slug().equals(provider))
                .map(Integration::slug)
                .toList());
    // one whose entry is gone goes by its own name
    slugs.add(provider);
    return slugs;
  }

  private enum End {
    /** There was none. */
    NOTHING,
    /** Something went wrong here; it is logged. */
    FAILED,
    ERASED,
    REVOKED
  }

  /** What goes wrong with one is no reason to leave the others. */
  private void endAll(
      Emergency order, UUID position, List<Emergencies.Held> held, List<Emergencies.Held> failed) {
    var ends = new ArrayList<End>();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = held.stream().map(it -> each.submit(() -> end(it))).toList();
      for (int i = 0; i < held.size(); i++) {
        var end = got(running.get(i), held.get(i));
        ends.add(end);
        if (end == End.FAILED) {
          failed.add(held.get(i));
        }
      }
    }
    emergencies.cameTo(
        order,
        position,
        (int) ends.stream().filter(it -> it == End.ERASED || it == End.REVOKED).count(),
        (int) ends.stream().filter(it -> it == End.REVOKED).count());
  }

  private static End got(Future<End> end, Emergencies.Held held) {
    try {
      return end.get();
    } catch (ExecutionException surprise) {
      log.error(
          "The credential of connection {} could not be ended",
          held.connection(),
          surprise.getCause());
      return End.FAILED;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while ending access", stop);
    }
  }

  private End end(Emergencies.Held held) throws InterruptedException {
    var taken = taken(held);
    try {
      return end(held, taken.map(Taken::credential));
    } catch (RuntimeException surprise) {
      taken.map(Taken::lease).ifPresent(it -> giveBack(held, it, surprise));
      throw surprise;
    }
  }

  /** Or the next attempt would wait for this one's lease to pass. */
  private void giveBack(Emergencies.Held held, Secrets.Lease lease, RuntimeException surprise) {
    try {
      tenancy.within(Scope.of(held.owner()), () -> secrets.release(lease));
    } catch (RuntimeException away) {
      surprise.addSuppressed(away);
    }
  }

  private End end(Emergencies.Held held, Optional<Credential> credential) {
    var entry = catalog.get().find(held.integration());
    var revocation = entry.flatMap(it -> credential.map(secret -> provider.revoke(it, secret)));
    boolean there = tenancy.within(Scope.of(held.owner()), () -> erase(held, entry, revocation));
    return !there
        ? End.NOTHING
        : revocation.filter(Revocation.Revoked.class::isInstance).isPresent()
            ? End.REVOKED
            : End.ERASED;
  }

  /**
   * @param lease null where whoever renews it held it for too long
   */
  private record Taken(Credential credential, Secrets.@Nullable Lease lease) {}

  /** Takes it from whoever renews it, or waits until they are done. */
  private Optional<Taken> taken(Emergencies.Held held) throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var lease =
            tenancy.within(
                Scope.of(held.owner()),
                () -> secrets.lease(held.owner(), held.connection(), FIELD, PATIENCE));
        if (lease.isPresent()) {
          return lease.map(it -> new Taken(Credential.of(it.secret()), it));
        }
        var stored =
            tenancy.within(
                Scope.of(held.owner()), () -> secrets.find(held.owner(), held.connection(), FIELD));
        if (stored.isEmpty() || System.nanoTime() > giveUp) {
          return stored.map(it -> new Taken(Credential.of(it.secret()), null));
        }
      } catch (Vault.Unreadable unreadable) {
        return Optional.empty();
      }
      Thread.sleep(PAUSE);
    }
  }

  /**
   * @return false where there was nothing (any more)
   */
  private boolean erase(
      Emergencies.Held held, Optional<Integration> entry, Optional<Revocation> revocation) {
    var found = connections.find(held.connection());
    boolean erased = secrets.erase(held.owner(), held.connection());
    if (found.isEmpty() || !erased) {
      return erased;
    }
    entry.ifPresent(it ->
        connections.observe(
            it,
            held.connection(),
            new CheckResult.Refused(Failure.LOGIN_EXPIRED, ConnectionFacts.ENDED_BY_OPERATOR),
            null));
    if (held.owner() instanceof Owner.Workspace owner) {
      events.publishEvent(
          Happening.of(
                  What.CREDENTIAL_ERASED, clock.instant(), owner.workspace(), held.integration())
              .in(found.get().install())
              .to(held.connection(), found.get().facts().account().shown())
              .saying(Map.of("revoked", said(revocation))));
    }
    return true;
  }

  private static String said(Optional<Revocation> revocation) {
    return revocation
        .map(it ->
            switch (it) {
              case Revocation.Revoked _ -> "yes";
              case Revocation.NotOffered _ -> "not_offered";
              case Revocation.NotNow _, Revocation.Failed _ -> "failed";
            })
        .orElse("unknown");
  }
}
