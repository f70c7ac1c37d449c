package io.patchbay.health;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.connections.DueTimes;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Renews an access token (RFC 6749 section 6). At most one call is under way for a connection
 * across all nodes: a lease in the secret's own row, by the database's clock, is committed before
 * the call and longer than its time-out. Whoever finds the lease taken waits for what comes of it.
 * A newer generation is never overwritten, and a refusal that came too late is none.
 */
@Component
class Refreshing {
  private static final Logger log = LoggerFactory.getLogger(Refreshing.class);
  private static final Set<String> UNKNOWN = Set.of("timed_out", "unreachable");

  /** What a provider answered is kept for as long as a claim on the renewal holds. */
  private static final Duration KEEPING = DueChecks.CLAIM;

  private final Crowd crowd = new Crowd(4);
  private final Tenancy tenancy;
  private final Secrets secrets;
  private final Connections connections;
  private final DueTimes times;
  private final Provider provider;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;
  private final Duration timeout;

  /** Two calls, a wait for their turn, and what lies between. */
  private final Duration length;

  private final Map<ConnectionId, CompletableFuture<TokenResult>> underWay =
      new ConcurrentHashMap<>();

  Refreshing(
      Tenancy tenancy,
      Secrets secrets,
      Connections connections,
      DueTimes times,
      Provider provider,
      InstantSource clock,
      ApplicationEventPublisher events,
      @Value("${patchbay.egress.timeout:10s}") Duration timeout) {
    this.tenancy = tenancy;
    this.secrets = secrets;
    this.connections = connections;
    this.times = times;
    this.provider = provider;
    this.clock = clock;
    this.events = events;
    this.timeout = timeout;
    this.length = timeout.multipliedBy(3).plusSeconds(5);
  }

  /**
   * Call it outside of any transaction. A refusal is written down as a fact of the connection
   * before it is returned.
   *
   * @param seen the generation of the credential that has to be renewed: where a newer one is there
   *     already, nothing is asked
   */
  TokenResult refresh(Owner owner, ConnectionId id, Integration integration, long seen) {
    var mine = new CompletableFuture<TokenResult>();
    var others = underWay.putIfAbsent(id, mine);
    if (others != null) {
      return joined(others);
    }
    try {
      var result = alone(owner, id, integration, seen);
      mine.complete(result);
      return result;
    } catch (RuntimeException surprise) {
      mine.completeExceptionally(surprise);
      throw surprise;
    } finally {
      underWay.remove(id, mine);
    }
  }

  private static TokenResult joined(CompletableFuture<TokenResult> others) {
    try {
      return others.join();
    } catch (CompletionException surprise) {
      throw surprise.getCause() instanceof RuntimeException cause ? cause : surprise;
    }
  }

  /** What there is to do: ask with this lease, or nothing more because the outcome is known. */
  private record Turn(Secrets.@Nullable Lease lease, @Nullable TokenResult known) {}

  private TokenResult alone(Owner owner, ConnectionId id, Integration integration, long seen) {
    var scope = Scope.of(owner);
    long giveUp = System.nanoTime() + length.plusSeconds(5).toNanos();
    while (true) {
      var turn = crowd.atTheDatabase(() -> tenancy.within(scope, () -> turn(owner, id, seen)));
      if (turn.known() != null) {
        return turn.known();
      }
      if (turn.lease() != null) {
        return renew(scope, turn.lease(), id, integration);
      }
      if (System.nanoTime() > giveUp || !paused()) {
        return new TokenResult.Unreachable(
            Failure.PROVIDER_OUTAGE, "refresh_under_way", Duration.ofSeconds(5), false);
      }
    }
  }

  private Turn turn(Owner owner, ConnectionId id, long seen) {
    var stored = secrets.find(owner, id, LiveCredentials.FIELD).orElse(null);
    if (stored == null) {
      return new Turn(null, new TokenResult.Refused(Failure.LOGIN_EXPIRED, "credential_missing"));
    }
    if (stored.generation() > seen) {
      return new Turn(null, new TokenResult.Granted(Credential.of(stored.secret()), null, null));
    }
    var over = connections.find(id).map(Connections.Found::facts).flatMap(Refreshing::isOver);
    if (over.isPresent()) {
      return new Turn(null, over.get());
    }
    var lease = secrets.lease(owner, id, LiveCredentials.FIELD, length);
    if (lease.isPresent() && lease.get().generation() > seen) {
      // renewed between our look and our lease
      secrets.release(lease.get());
      return new Turn(
          null, new TokenResult.Granted(Credential.of(lease.get().secret()), null, null));
    }
    lease.ifPresent(it -> times.renewAt(id, clock.instant().plus(length)));
    return new Turn(lease.orElse(null), null);
  }

  /** A login that the provider ended does not come back by asking again: a person has to act. */
  private static Optional<TokenResult> isOver(ConnectionFacts facts) {
    var refusal = facts.refusal();
    return refusal != null && refusal.as() == Failure.LOGIN_EXPIRED && refusal.waitsForPerson()
        ? Optional.of(new TokenResult.Refused(refusal.as(), refusal.code()))
        : Optional.empty();
  }

  private static boolean paused() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(100, 200));
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TokenResult renew(
      Scope scope, Secrets.Lease lease, ConnectionId id, Integration integration) {
    var credential = Credential.of(lease.secret());
    long began = System.nanoTime();
    var result = provider.refresh(integration, credential);
    boolean unknown = isUnknown(result);
    // once more with the same token, unless this node slept: then the lease may be another's
    if (unknown && System.nanoTime() - began <= timeout.plusSeconds(1).toNanos()) {
      result = provider.refresh(integration, credential);
    }
    boolean mayBeSpent = unknown || lease.earlierAttemptAt() != null;
    var heard =
        mayBeSpent && integration.auth() instanceof Auth.OAuth2 ? interrupted(result) : result;
    return kept(scope, () -> keep(lease, id, integration, heard));
  }

  /**
   * A provider says it once: the token it took is spent, and the one it gave is known here alone.
   * So a database that is away or busy for a moment is asked again. What was written although
   * nobody heard so is found there the next time, by its generation.
   */
  private TokenResult kept(Scope scope, Supplier<TokenResult> keeping) {
    long giveUp = System.nanoTime() + KEEPING.toNanos();
    boolean first = true;
    while (true) {
      try {
        return crowd.atTheDatabase(() -> tenancy.within(scope, keeping));
      } catch (TransactionException | DataAccessException away) {
        if (System.nanoTime() > giveUp || !paused()) {
          throw away;
        }
        if (first) {
          log.warn("What a provider answered to a renewal waits to be kept: {}", away.toString());
          first = false;
        }
      }
    }
  }

  /** It may have reached the provider, and nobody knows what came of it. */
  private static boolean isUnknown(TokenResult result) {
    return result instanceof TokenResult.Unreachable it && it.sent() && UNKNOWN.contains(it.code());
  }

  /**
   * A refusal after an attempt whose answer never arrived: the provider may have spent the token on
   * us. Say so.
   */
  private static TokenResult interrupted(TokenResult result) {
    return result instanceof TokenResult.Refused it && it.bucket() == Failure.LOGIN_EXPIRED
        ? new TokenResult.Refused(Failure.LOGIN_EXPIRED, "refresh_interrupted")
        : result;
  }

  private TokenResult keep(
      Secrets.Lease lease, ConnectionId id, Integration integration, TokenResult result) {
    return switch (result) {
      case TokenResult.Granted it -> granted(lease, id, integration, it);
      case TokenResult.Refused it -> refused(lease, id, integration, it);
      case TokenResult.Unreachable it -> unreachable(lease, id, it);
    };
  }

  /** In the transaction that keeps the renewed credential. */
  private void onRecord(Owner owner, ConnectionId id, Integration integration) {
    if (owner instanceof Owner.Workspace it) {
      connections
          .find(id)
          .ifPresent(found ->
              events.publishEvent(
                  Happening.of(
                          What.TOKEN_REFRESHED, clock.instant(), it.workspace(), integration.slug())
                      .in(found.install())
                      .to(id, found.facts().account().shown())));
    }
  }

  private TokenResult granted(
      Secrets.Lease lease, ConnectionId id, Integration integration, TokenResult.Granted granted) {
    var expiry = granted.expiresIn() == null ? null : clock.instant().plus(granted.expiresIn());
    if (!secrets.commit(lease, granted.credential().asSecret(), expiry)) {
      // Somebody was faster while we were away: what they got is what holds.
      return newer(lease)
          .orElseGet(() ->
              new TokenResult.Unreachable(
                  Failure.PROVIDER_OUTAGE, "refresh_under_way", Duration.ofSeconds(5), false));
    }
    times.renewAhead(id, expiry);
    if (granted.granted() != null) {
      connections.granted(integration, id, granted.granted());
    }
    onRecord(lease.owner(), id, integration);
    return granted;
  }

  private TokenResult refused(
      Secrets.Lease lease, ConnectionId id, Integration integration, TokenResult.Refused refused) {
    var newer = newer(lease);
    boolean ours = secrets.release(lease);
    if (newer.isPresent()) {
      return newer.get();
    }
    if (ours) {
      times.renewAt(id, null);
      connections.observe(
          integration, id, new CheckResult.Refused(refused.bucket(), refused.code()), null);
    }
    return refused;
  }

  private TokenResult unreachable(
      Secrets.Lease lease, ConnectionId id, TokenResult.Unreachable nobody) {
    boolean ours = nobody.sent() ? secrets.leaveOpen(lease) : secrets.release(lease);
    if (ours) {
      times.renewLater(id, nobody.retryAfter());
    }
    return nobody;
  }

  private Optional<TokenResult> newer(Secrets.Lease lease) {
    return secrets
        .find(lease.owner(), lease.connection(), lease.field())
        .filter(it -> it.generation() > lease.generation())
        .map(it -> new TokenResult.Granted(Credential.of(it.secret()), null, null));
  }
}
