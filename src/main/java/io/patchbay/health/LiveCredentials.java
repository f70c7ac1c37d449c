package io.patchbay.health;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A credential that can be used now: an access token that ended, or is about to, is renewed first
 * where it can be.
 */
@Component
public class LiveCredentials {
  private static final Logger log = LoggerFactory.getLogger(LiveCredentials.class);

  static final String FIELD = "credential";

  /** A token this close to its end is renewed before it is used. */
  public static final Duration AHEAD = Duration.ofMinutes(2);

  private final Crowd readers = new Crowd(6);
  private final Tenancy tenancy;
  private final Secrets secrets;
  private final Refreshing refreshing;
  private final InstantSource clock;

  LiveCredentials(Tenancy tenancy, Secrets secrets, Refreshing refreshing, InstantSource clock) {
    this.tenancy = tenancy;
    this.secrets = secrets;
    this.refreshing = refreshing;
    this.clock = clock;
  }

  public sealed interface Found {}

  /**
   * @param granted the scopes a renewed token's answer named, or null
   * @param renewable whether it could be renewed, should the provider refuse it
   * @param generation of the secret that it was read from; it grows with each renewal
   */
  public record Ready(
      Credential credential, @Nullable Set<String> granted, boolean renewable, long generation)
      implements Found {}

  /**
   * @param why what a check would say of it
   * @param observed whether this is written down as a fact of the connection already
   */
  public record Unusable(CheckResult why, boolean observed) implements Found {}

  /** What stands in the row of a secret. */
  sealed interface Kept {
    static Kept of(Optional<Secrets.Stored> stored) {
      return stored.<Kept>map(There::new).orElseGet(Missing::new);
    }
  }

  record There(Secrets.Stored stored) implements Kept {}

  record Missing() implements Kept {}

  /** It does not open. */
  record Sealed(Vault.Unreadable why) implements Kept {}

  /** Call it outside of any transaction: it may ask the provider. */
  public Found find(Owner owner, ConnectionId id, Integration integration) {
    Kept kept;
    try {
      kept = Kept.of(read(owner, id));
    } catch (Vault.Unreadable unreadable) {
      kept = new Sealed(unreadable);
    }
    return find(owner, id, integration, kept);
  }

  /** The same of what was read already. */
  Found find(Owner owner, ConnectionId id, Integration integration, Kept kept) {
    return switch (kept) {
      case There it -> usable(owner, id, integration, it.stored());
      case Missing _ ->
          new Unusable(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "credential_missing"), false);
      case Sealed it -> {
        log.warn("The credential of connection {} does not open: {}", id, it.why().getMessage());
        yield new Unusable(
            new CheckResult.Refused(Failure.LOGIN_EXPIRED, "credential_unreadable"), false);
      }
    };
  }

  private Found usable(
      Owner owner, ConnectionId id, Integration integration, Secrets.Stored stored) {
    var credential = Credential.of(stored.secret());
    boolean renewable = credential.renews(integration);
    return renewable && (untraded(integration, credential) || ended(stored.expiresAt()))
        ? renewed(owner, id, integration, stored.generation())
        : new Ready(credential, null, renewable, stored.generation());
  }

  /**
   * What to go on with after the provider refused a renewable credential before its end: it may end
   * tokens early. Call it outside of any transaction, and once: what it finds is not renewable.
   *
   * @param refused what was found, and refused
   */
  public Found renewed(Owner owner, ConnectionId id, Integration integration, Ready refused) {
    return renewed(owner, id, integration, refused.generation());
  }

  private Found renewed(Owner owner, ConnectionId id, Integration integration, long generation) {
    return switch (refreshing.refresh(owner, id, integration, generation)) {
      case TokenResult.Granted it ->
          new Ready(it.credential(), it.granted(), false, generation + 1);
      case TokenResult.Refused it ->
          new Unusable(new CheckResult.Refused(it.bucket(), it.code()), true);
      case TokenResult.Unreachable it ->
          new Unusable(new CheckResult.Unreachable(it.bucket(), it.code(), it.retryAfter()), false);
    };
  }

  /**
   * Renews a token ahead of its end, where it can be renewed and its time has come; what comes of
   * it is written down. Call it outside of any transaction.
   *
   * @return what came of it; empty where nobody was asked
   */
  Optional<TokenResult> renewAhead(Owner owner, ConnectionId id, Integration integration) {
    Optional<Secrets.Stored> stored;
    try {
      stored = read(owner, id);
    } catch (Vault.Unreadable unreadable) {
      return Optional.empty();
    }
    return stored
        .filter(it -> Credential.of(it.secret()).renews(integration))
        .map(it -> refreshing.refresh(owner, id, integration, it.generation()));
  }

  /** Whether this generation is what is kept still. Call it within the owner's scope. */
  boolean isKept(Owner owner, ConnectionId id, long generation) {
    return secrets.isKept(owner, id, FIELD, generation);
  }

  private Optional<Secrets.Stored> read(Owner owner, ConnectionId id) {
    return readers.atTheDatabase(
        () -> tenancy.within(Scope.of(owner), () -> secrets.find(owner, id, FIELD)));
  }

  /** A client that nobody could trade for a token yet. */
  private static boolean untraded(Integration integration, Credential credential) {
    return integration.auth() instanceof Auth.ClientCredentials
        && credential.part("access").isEmpty();
  }

  private boolean ended(@Nullable Instant expiresAt) {
    return expiresAt != null && clock.instant().isAfter(expiresAt.minus(AHEAD));
  }
}
