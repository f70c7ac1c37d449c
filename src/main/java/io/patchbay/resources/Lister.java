package io.patchbay.resources;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.health.LiveCredentials;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Listing;
import io.patchbay.providers.Provider;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a provider for one page of a list, with a credential that works: one that is refused early
 * is renewed once. Call it outside of any transaction.
 */
@Component
class Lister {
  private final Provider provider;
  private final LiveCredentials credentials;

  Lister(Provider provider, LiveCredentials credentials) {
    this.provider = provider;
    this.credentials = credentials;
  }

  Listing installations(
      Integration integration, ConnectionFacts connection, @Nullable String next) {
    return ask(integration, connection, it -> provider.installations(integration, it, next));
  }

  /**
   * @param installation empty for a kind that is not listed per installation
   */
  Listing resources(
      Integration integration,
      ConnectionFacts connection,
      String kind,
      String installation,
      @Nullable String next) {
    return ask(
        integration,
        connection,
        it ->
            provider.resources(
                integration, kind, it, installation.isEmpty() ? null : installation, next));
  }

  private Listing ask(
      Integration integration, ConnectionFacts connection, Function<Credential, Listing> call) {
    var found = credentials.find(connection.owner(), connection.id(), integration);
    var first = ask(found, call);
    boolean refused = first instanceof Listing.Failed it && it.bucket() == Failure.LOGIN_EXPIRED;
    return refused && found instanceof LiveCredentials.Ready it && it.renewable()
        ? ask(credentials.renewed(connection.owner(), connection.id(), integration, it), call)
        : first;
  }

  private static Listing ask(LiveCredentials.Found found, Function<Credential, Listing> call) {
    return switch (found) {
      case LiveCredentials.Ready it -> call.apply(it.credential());
      case LiveCredentials.Unusable it -> failed(it.why());
    };
  }

  private static Listing failed(CheckResult why) {
    return switch (why) {
      case CheckResult.Refused it -> new Listing.Failed(it.bucket(), it.code());
      case CheckResult.Unreachable it -> new Listing.Failed(it.bucket(), it.code());
      case CheckResult.Answered _ ->
          throw new IllegalStateException("An unusable credential was answered well");
    };
  }
}
