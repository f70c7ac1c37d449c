package io.patchbay.authorization;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.providers.Revocation;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import io.patchbay.webhooks.Subscribing;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Ends a connection: revokes at the provider where that can be done, erases the secret, keeps the
 * history, and says what really happened. The secret is erased whatever the provider answers; where
 * it does not answer, it is kept sealed to be tried again, and for nothing else.
 */
@Component
public class Disconnecting {
  private final Provider provider;
  private final Subscribing subscribing;
  private final EndingLater later;
  private final Tenancy tenancy;
  private final Connections connections;
  private final Installs installs;
  private final Secrets secrets;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  Disconnecting(
      Provider provider,
      Subscribing subscribing,
      EndingLater later,
      Tenancy tenancy,
      Connections connections,
      Installs installs,
      Secrets secrets,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.provider = provider;
    this.subscribing = subscribing;
    this.later = later;
    this.tenancy = tenancy;
    this.connections = connections;
    this.installs = installs;
    this.secrets = secrets;
    this.clock = clock;
    this.events = events;
  }

  /**
   * @return what to show, or nothing if the connection is not there (any more)
   */
  public Optional<Happening> one(
      WorkspaceId workspace, PersonId by, Integration integration, ConnectionId id) {
    var scope = Scope.of(workspace, by);
    var found =
        tenancy
            .within(scope, () -> connections.find(id))
            .filter(it -> it.install() != null && it.integration().equals(integration.slug()));
    return found.map(it -> end(scope, by, integration, it));
  }

  private Happening end(
      Scope scope, PersonId by, Integration integration, Connections.Found found) {
    var credential = credential(scope, found.facts());
    // The webhook first: it is ended with the same access.
    var webhook = credential.flatMap(it -> subscribing.end(scope, integration, found.facts(), it));
    var revocation = credential.map(it -> provider.revoke(integration, it));
    return tenancy.within(
        scope,
        () -> {
          connections.remove(found.facts(), by, "disconnected");
          if (revocation.filter(Revocation.NotNow.class::isInstance).isPresent()) {
            later.keep(
                found.facts().owner(),
                found.facts().id(),
                integration.slug(),
                credential.orElseThrow());
          }
          var happening =
              Happening.of(
                      What.DISCONNECTED,
                      clock.instant(),
                      java.util.Objects.requireNonNull(scope.workspace()),
                      integration.slug())
                  .in(found.install())
                  .to(found.facts().id(), found.facts().account().shown())
                  .by(by)
                  .saying(said(revocation, webhook));
          events.publishEvent(happening);
          return happening;
        });
  }

  /** Ends every connection and forgets the choices, so that the card is Not set up. */
  public List<Happening> all(
      WorkspaceId workspace, PersonId by, Integration integration, List<ConnectionId> ids) {
    var ended = ids.stream().flatMap(id -> one(workspace, by, integration, id).stream()).toList();
    tenancy.within(
        Scope.of(workspace, by),
        () -> installs.id(integration.slug()).ifPresent(installs::forgetChoices));
    return ended;
  }

  private Optional<Credential> credential(Scope scope, ConnectionFacts facts) {
    try {
      return tenancy.within(
          scope,
          () ->
              secrets
                  .find(facts.owner(), facts.id(), "credential")
                  .map(it -> Credential.of(it.secret())));
    } catch (Vault.Unreadable unreadable) {
      return Optional.empty();
    }
  }

  private static Map<String, String> said(
      Optional<Revocation> revocation, Optional<Boolean> webhook) {
    var said = new LinkedHashMap<>(said(revocation));
    webhook.ifPresent(it -> said.put("webhook", it ? "ended" : "failed"));
    return said;
  }

  private static Map<String, String> said(Optional<Revocation> revocation) {
    if (revocation.isEmpty()) {
      return Map.of("revoked", "unknown", "manage", "");
    }
    return switch (revocation.get()) {
      case Revocation.Revoked _ -> Map.of("revoked", "yes");
      case Revocation.NotOffered it -> Map.of("revoked", "not_offered", "manage", it.manage());
      case Revocation.NotNow it ->
          Map.of("revoked", "later", "revocation_code", it.code(), "manage", it.manage());
      case Revocation.Failed it ->
          Map.of("revoked", "failed", "revocation_code", it.code(), "manage", it.manage());
    };
  }
}
