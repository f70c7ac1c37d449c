package io.patchbay.health;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectionAnswered;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Asks a provider whether a connection still works, and writes down what it said. An access token
 * that ended and can be renewed is renewed first: that is no failure. No database connection is
 * held while a provider is asked.
 */
@Component
public class Checking {
  private final Tenancy tenancy;
  private final Connections connections;
  private final LiveCredentials credentials;
  private final Provider provider;
  private final CurrentCatalog catalog;
  private final ApplicationEventPublisher events;

  Checking(
      Tenancy tenancy,
      Connections connections,
      LiveCredentials credentials,
      Provider provider,
      CurrentCatalog catalog,
      ApplicationEventPublisher events) {
    this.tenancy = tenancy;
    this.connections = connections;
    this.credentials = credentials;
    this.provider = provider;
    this.catalog = catalog;
    this.events = events;
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
    var heard = ask(owner, id, entry.get());
    tenancy.within(
        scope,
        () -> {
          if (connections.find(id).isPresent()) {
            connections.observe(entry.get(), id, heard.result(), heard.granted());
          }
        });
    if (heard.result() instanceof CheckResult.Answered) {
      events.publishEvent(new ConnectionAnswered(owner, id));
    }
  }

  /**
   * @param granted the scopes a renewed token's answer named, or null
   */
  private record Heard(CheckResult result, @Nullable Set<String> granted) {}

  private Heard ask(Owner owner, ConnectionId id, Integration integration) {
    var first = ask(integration, credentials.find(owner, id, integration));
    boolean refused =
        first.heard().result() instanceof CheckResult.Refused it
            && it.bucket() == Failure.LOGIN_EXPIRED;
    return refused && first.renewable()
        ? ask(integration, credentials.renewed(owner, id, integration)).heard()
        : first.heard();
  }

  private record Attempt(Heard heard, boolean renewable) {}

  private Attempt ask(Integration integration, LiveCredentials.Found found) {
    return switch (found) {
      case LiveCredentials.Ready it ->
          new Attempt(
              new Heard(provider.check(integration, it.credential()), it.granted()),
              it.renewable());
      case LiveCredentials.Unusable it -> new Attempt(new Heard(it.why(), null), false);
    };
  }
}
