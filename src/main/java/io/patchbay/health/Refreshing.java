package io.patchbay.health;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Renews an access token (RFC 6749 section 6). At most one call is under way for a connection
 * across all nodes: a lease in the secret's own row, by the database's clock, is committed before
 * the call and longer than its time-out. A newer generation is never overwritten.
 */
@Component
class Refreshing {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Tenancy tenancy;
  private final Secrets secrets;
  private final Provider provider;
  private final InstantSource clock;

  Refreshing(Tenancy tenancy, Secrets secrets, Provider provider, InstantSource clock) {
    this.tenancy = tenancy;
    this.secrets = secrets;
    this.provider = provider;
    this.clock = clock;
  }

  TokenResult refresh(Owner owner, ConnectionId id, Integration integration) {
    var scope = Scope.of(owner);
    var lease = tenancy.within(scope, () -> secrets.lease(owner, id, "credential", LEASE));
    if (lease.isEmpty()) {
      return new TokenResult.Unreachable(
          Failure.PROVIDER_OUTAGE, "refresh_under_way", Duration.ofSeconds(5), false);
    }
    var result = provider.refresh(integration, Credential.of(lease.get().secret()));
    return tenancy.within(scope, () -> keep(lease.get(), owner, id, result));
  }

  private TokenResult keep(Secrets.Lease lease, Owner owner, ConnectionId id, TokenResult result) {
    return switch (result) {
      case TokenResult.Granted granted -> {
        var expiry = granted.expiresIn() == null ? null : clock.instant().plus(granted.expiresIn());
        secrets.commit(lease, granted.credential().asSecret(), expiry);
        yield granted;
      }
      case TokenResult.Refused refused ->
          newer(lease, owner, id)
              .<TokenResult>map(it -> it)
              .orElseGet(() -> released(lease, interrupted(lease, refused)));
      case TokenResult.Unreachable it when it.sent() -> {
        secrets.leaveOpen(lease);
        yield it;
      }
      case TokenResult.Unreachable it -> released(lease, it);
    };
  }

  /**
   * A refusal after an attempt whose answer never arrived: the provider may have spent the token on
   * us. Say so.
   */
  private static TokenResult interrupted(Secrets.Lease lease, TokenResult.Refused refused) {
    return lease.earlierAttemptAt() != null && refused.bucket() == Failure.LOGIN_EXPIRED
        ? new TokenResult.Refused(Failure.LOGIN_EXPIRED, "refresh_interrupted")
        : refused;
  }

  /** Somebody else renewed meanwhile: what they got is what holds. */
  private Optional<TokenResult.Granted> newer(Secrets.Lease lease, Owner owner, ConnectionId id) {
    return secrets
        .find(owner, id, "credential")
        .filter(it -> it.generation() > lease.generation())
        .map(it -> new TokenResult.Granted(Credential.of(it.secret()), null, null));
  }

  private TokenResult released(Secrets.Lease lease, TokenResult result) {
    secrets.release(lease);
    return result;
  }
}
