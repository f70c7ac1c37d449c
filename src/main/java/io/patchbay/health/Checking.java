package io.patchbay.health;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
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
 * Asks a provider whether a connection still works, and writes down what it said. An access token
 * that ended and can be renewed is renewed first: that is no failure. No database connection is
 * held while a provider is asked.
 */
@Component
public class Checking {
  private static final Logger log = LoggerFactory.getLogger(Checking.class);

  /** A token this close to its end is renewed before it is used. */
  static final Duration AHEAD = Duration.ofMinutes(2);

  private final Tenancy tenancy;
  private final Connections connections;
  private final Secrets secrets;
  private final Refreshing refreshing;
  private final Provider provider;
  private final CurrentCatalog catalog;
  private final InstantSource clock;

  Checking(
      Tenancy tenancy,
      Connections connections,
      Secrets secrets,
      Refreshing refreshing,
      Provider provider,
      CurrentCatalog catalog,
      InstantSource clock) {
    this.tenancy = tenancy;
    this.connections = connections;
    this.secrets = secrets;
    this.refreshing = refreshing;
    this.provider = provider;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Checks one connection now. A connection that was removed meanwhile, or whose entry is gone, is
   * left alone.
   */
  public void check(Owner owner, ConnectionId id) {
    var scope = Scope.of(owner);
    var found = tenancy.within(scope, () -> connections.find(id));
    var entry =
        found.flatMap(it -> catalog.get().find(it.integration())).filter(it -> it.check() != null);
    if (entry.isEmpty()) {
      return;
    }
    var heard = ask(scope, owner, id, entry.get());
    tenancy.within(
        scope,
        () -> {
          if (connections.find(id).isPresent()) {
            connections.observe(entry.get(), id, heard.result(), heard.granted());
          }
        });
  }

  /**
   * @param granted the scopes a renewed token's answer named, or null
   */
  private record Heard(CheckResult result, @Nullable Set<String> granted) {}

  private Heard ask(Scope scope, Owner owner, ConnectionId id, Integration integration) {
    Optional<Secrets.Stored> stored;
    try {
      stored = tenancy.within(scope, () -> secrets.find(owner, id, "credential"));
    } catch (Vault.Unreadable unreadable) {
      log.warn("The credential of connection {} does not open: {}", id, unreadable.getMessage());
      return new Heard(
          new CheckResult.Refused(Failure.LOGIN_EXPIRED, "credential_unreadable"), null);
    }
    if (stored.isEmpty()) {
      return new Heard(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "credential_missing"), null);
    }
    var credential = Credential.of(stored.get().secret());
    boolean renewable = renewable(integration, credential);
    if (renewable && ended(stored.get().expiresAt())) {
      return renewThenAsk(owner, id, integration);
    }
    var result = provider.check(integration, credential);
    boolean refused =
        result instanceof CheckResult.Refused it && it.bucket() == Failure.LOGIN_EXPIRED;
    return refused && renewable ? renewThenAsk(owner, id, integration) : new Heard(result, null);
  }

  private Heard renewThenAsk(Owner owner, ConnectionId id, Integration integration) {
    return switch (refreshing.refresh(owner, id, integration)) {
      case TokenResult.Granted granted ->
          new Heard(provider.check(integration, granted.credential()), granted.granted());
      case TokenResult.Refused it ->
          new Heard(new CheckResult.Refused(it.bucket(), it.code()), null);
      case TokenResult.Unreachable it ->
          new Heard(new CheckResult.Unreachable(it.bucket(), it.code(), it.retryAfter()), null);
    };
  }

  private boolean ended(@Nullable Instant expiresAt) {
    return expiresAt != null && clock.instant().isAfter(expiresAt.minus(AHEAD));
  }

  private static boolean renewable(Integration integration, Credential credential) {
    return integration.auth() instanceof Auth.OAuth2 oauth
        && oauth.refreshes()
        && credential.part("refresh").isPresent();
  }
}
