package io.patchbay.webhooks;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.health.LiveCredentials;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Subscriptions;
import io.patchbay.vault.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Sets a connection's own webhook up at its provider and ends it again, where the entry says how.
 * Doing it twice leaves one: what sends to our address already is ours. One whose secret we don't
 * know (we were stopped before it was kept, or a person made it) is replaced, because a provider
 * tells a secret once.
 */
@Component
public class Subscribing {
  private final Subscriptions subscriptions;
  private final WebhookEndpoints endpoints;
  private final LiveCredentials credentials;
  private final Tenancy tenancy;
  private final SecureRandom random = new SecureRandom();

  Subscribing(
      Subscriptions subscriptions,
      WebhookEndpoints endpoints,
      LiveCredentials credentials,
      Tenancy tenancy) {
    this.subscriptions = subscriptions;
    this.endpoints = endpoints;
    this.credentials = credentials;
    this.tenancy = tenancy;
  }

  public static boolean isOffered(Integration integration) {
    return integration.webhook() != null && integration.webhook().subscription() != null;
  }

  /** What came of it. */
  public sealed interface Outcome {}

  public record Done() implements Outcome {}

  public record Failed(Failure bucket, String code) implements Outcome {}

  private record Kept(
      String address, Optional<String> subscription, boolean hasSecret, boolean doubted) {
    /** A secret that was wrong lately may have been changed there. */
    boolean knows(List<String> there) {
      return hasSecret && !doubted && subscription.filter(there::contains).isPresent();
    }
  }

  /**
   * Call it outside of any transaction.
   *
   * @param scope whose rows the connection is in
   * @param told runs in the transaction that keeps what was made
   */
  public Outcome begin(
      Scope scope,
      Integration integration,
      ConnectionFacts connection,
      Consumer<ConnectionFacts> told) {
    return switch (credentials.find(connection.owner(), connection.id(), integration)) {
      case LiveCredentials.Unusable it -> failed(it.why());
      case LiveCredentials.Ready it -> begin(scope, integration, connection, it.credential(), told);
    };
  }

  private Outcome begin(
      Scope scope,
      Integration integration,
      ConnectionFacts connection,
      Credential credential,
      Consumer<ConnectionFacts> told) {
    var kept = tenancy.within(scope, () -> kept(connection));
    return switch (subscriptions.at(integration, credential, kept.address())) {
      case Subscriptions.Failed it -> failed(it);
      case Subscriptions.Found it when kept.knows(it.ids()) -> new Done();
      case Subscriptions.Found it ->
          replace(integration, credential, it.ids())
              .map(Subscribing::failed)
              .orElseGet(() -> make(scope, integration, connection, credential, kept, told));
    };
  }

  private Kept kept(ConnectionFacts connection) {
    return new Kept(
        endpoints.address(connection.owner(), connection.id()),
        endpoints.subscription(connection.owner(), connection.id()),
        endpoints.hasSecret(connection.owner(), connection.id()),
        connection.webhooks().wrongSignatures() > 0);
  }

  private Optional<Subscriptions.Failed> replace(
      Integration integration, Credential credential, List<String> unknown) {
    return unknown.stream()
        .flatMap(id -> subscriptions.delete(integration, credential, id).stream())
        .findFirst();
  }

  private Outcome make(
      Scope scope,
      Integration integration,
      ConnectionFacts connection,
      Credential credential,
      Kept before,
      Consumer<ConnectionFacts> told) {
    return switch (subscriptions.create(integration, credential, before.address(), secret())) {
      case Subscriptions.Failed it -> failed(it);
      case Subscriptions.Made it -> {
        boolean ours = tenancy.within(scope, () -> keep(connection, before, it, told));
        if (!ours) {
          // Somebody was quicker: one is enough.
          subscriptions.delete(integration, credential, it.id());
        }
        yield new Done();
      }
    };
  }

  private boolean keep(
      ConnectionFacts connection,
      Kept before,
      Subscriptions.Made made,
      Consumer<ConnectionFacts> told) {
    boolean ours =
        endpoints.subscribed(connection.owner(), connection.id(), before.subscription(), made.id());
    if (ours) {
      endpoints.saveSecret(connection.owner(), connection.id(), made.secret());
      told.accept(connection);
    }
    return ours;
  }

  /**
   * Ends what we set up.
   *
   * @return nothing where there was nothing to end; otherwise whether the provider confirmed it
   */
  public Optional<Boolean> end(
      Scope scope, Integration integration, ConnectionFacts connection, Credential credential) {
    if (!isOffered(integration)) {
      return Optional.empty();
    }
    return tenancy
        .within(scope, () -> endpoints.subscription(connection.owner(), connection.id()))
        .map(id -> subscriptions.delete(integration, credential, id).isEmpty());
  }

  private Secret secret() {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return Secret.of(HexFormat.of().formatHex(bytes));
  }

  private static Outcome failed(Subscriptions.Failed it) {
    return new Failed(it.bucket(), it.code());
  }

  private static Outcome failed(CheckResult why) {
    return switch (why) {
      case CheckResult.Refused it -> new Failed(it.bucket(), it.code());
      case CheckResult.Unreachable it -> new Failed(it.bucket(), it.code());
      case CheckResult.Answered _ ->
          throw new IllegalStateException("An unusable credential was answered well");
    };
  }
}
