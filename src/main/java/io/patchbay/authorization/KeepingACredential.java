package io.patchbay.authorization;

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
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Provider;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The first check decides: refused, and nothing is kept; unreachable, and it is kept untested and
 * tried again; answered, and the account is named. The check runs before any row is touched, with
 * no database connection held.
 */
@Component
class KeepingACredential {
  private final Provider provider;
  private final Tenancy tenancy;
  private final Installs installs;
  private final Connections connections;
  private final DueTimes times;
  private final Secrets secrets;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  KeepingACredential(
      Provider provider,
      Tenancy tenancy,
      Installs installs,
      Connections connections,
      DueTimes times,
      Secrets secrets,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.provider = provider;
    this.tenancy = tenancy;
    this.installs = installs;
    this.connections = connections;
    this.times = times;
    this.secrets = secrets;
    this.clock = clock;
    this.events = events;
  }

  Outcome decide(Offer untraded) {
    var traded = traded(untraded);
    var offer = traded.offer();
    var result = traded.check();
    return switch (result) {
      case CheckResult.Refused refused when refused.bucket() != Failure.MISSING_PERMISSION -> {
        if (offer.why() == Offer.Why.GOT) {
          provider.revoke(offer.integration(), offer.credential());
        }
        yield notKept(offer, refused.code(), Map.of("bucket", refused.bucket().word()));
      }
      case CheckResult.Refused _, CheckResult.Answered _, CheckResult.Unreachable _ ->
          keepOnce(offer, result);
    };
  }

  private record Traded(Offer offer, CheckResult check) {}

  /** A client is traded for a token before anything can be checked with it. */
  private Traded traded(Offer offer) {
    if (!(offer.integration().auth() instanceof Auth.ClientCredentials)) {
      return new Traded(offer, provider.check(offer.integration(), offer.credential()));
    }
    return switch (provider.refresh(offer.integration(), offer.credential())) {
      case TokenResult.Granted it -> {
        var with = offer.with(it.credential(), it.expiresIn(), it.granted());
        yield new Traded(with, provider.check(with.integration(), with.credential()));
      }
      case TokenResult.Refused it ->
          new Traded(offer, new CheckResult.Refused(it.bucket(), it.code()));
      case TokenResult.Unreachable it ->
          new Traded(offer, new CheckResult.Unreachable(it.bucket(), it.code(), it.retryAfter()));
    };
  }

  /**
   * Keeps it in place of one that works, if it was answered well; nothing else is worth losing one
   * that works.
   */
  Outcome replace(Offer untraded) {
    var traded = traded(untraded);
    var offer = traded.offer();
    var result = traded.check();
    return switch (result) {
      case CheckResult.Answered _ -> keepOnce(offer, result);
      case CheckResult.Refused it ->
          notKept(offer, it.code(), Map.of("bucket", it.bucket().word()));
      case CheckResult.Unreachable it ->
          notKept(offer, it.code(), Map.of("bucket", it.bucket().word()));
    };
  }

  /**
   * Two people connecting the same account at once: the second finds the first one's connection and
   * renews it.
   */
  private Outcome keepOnce(Offer offer, CheckResult result) {
    try {
      return tenancy.within(Scope.of(offer.workspace(), offer.by()), () -> keep(offer, result));
    } catch (DuplicateKeyException race) {
      return tenancy.within(Scope.of(offer.workspace(), offer.by()), () -> keep(offer, result));
    }
  }

  private Outcome keep(Offer offer, CheckResult result) {
    var integration = offer.integration();
    var renewed =
        offer.renews() == null
            ? Optional.<Connections.Found>empty()
            : connections.find(offer.renews());
    if (offer.renews() != null && renewed.isEmpty()) {
      return notKept(offer, "connection_removed", Map.of("bucket", "gone"));
    }
    var other = renewed.flatMap(it -> otherAccount(it.facts(), result));
    if (other.isPresent()) {
      var expected = renewed.orElseThrow().facts().account();
      return notKept(
          offer,
          "wrong_account",
          Map.of("bucket", "wrong_account", "expected", text(expected.name()), "got", other.get()));
    }
    var install = installs.ensure(offer.workspace(), integration, offer.by());
    var existing = renewed.map(it -> it.facts().id()).or(() -> sameAccount(install, result));
    var id =
        existing.orElseGet(
            () -> connections.begin(offer.workspace(), install, integration, offer.by()));
    secrets.put(
        new Owner.Workspace(offer.workspace()),
        id,
        "credential",
        offer.credential().asSecret(),
        expiry(offer),
        offer.lastFour());
    times.renewAhead(id, renews(integration) ? expiry(offer) : null);
    connections.observe(integration, id, result, offer.granted());
    var happening =
        Happening.of(
                what(offer, existing, result),
                clock.instant(),
                offer.workspace(),
                integration.slug())
            .in(install)
            .to(id, connections.find(id).orElseThrow().facts().account().shown())
            .by(offer.by())
            .because(code(result));
    events.publishEvent(happening);
    return new Outcome.Kept(id, happening);
  }

  private static Optional<String> otherAccount(ConnectionFacts renewed, CheckResult result) {
    return result instanceof CheckResult.Answered answered
            && renewed.account().id() != null
            && !renewed.account().id().equals(answered.account().id())
        ? Optional.of(answered.account().name())
        : Optional.empty();
  }

  private Optional<ConnectionId> sameAccount(InstallId install, CheckResult result) {
    return result instanceof CheckResult.Answered answered
        ? connections.ofAccount(install, answered.account().id())
        : Optional.empty();
  }

  private @Nullable Instant expiry(Offer offer) {
    return offer.expiresIn() == null ? null : clock.instant().plus(offer.expiresIn());
  }

  private static boolean renews(Integration integration) {
    return switch (integration.auth()) {
      case Auth.OAuth2 oauth -> oauth.refreshes();
      case Auth.ClientCredentials _ -> true;
      case Auth.ApiKey _, Auth.Basic _ -> false;
      case null -> false;
    };
  }

  private static What what(Offer offer, Optional<ConnectionId> existing, CheckResult result) {
    return switch (result) {
      case CheckResult.Answered _ when offer.why() == Offer.Why.ROTATES -> What.CREDENTIAL_ROTATED;
      case CheckResult.Answered _ -> existing.isPresent() ? What.RECONNECTED : What.CONNECTED;
      case CheckResult.Refused _, CheckResult.Unreachable _ -> What.CONNECTED_UNCHECKED;
    };
  }

  private static @Nullable String code(CheckResult result) {
    return switch (result) {
      case CheckResult.Answered _ -> null;
      case CheckResult.Refused it -> it.code();
      case CheckResult.Unreachable it -> it.code();
    };
  }

  /** Writes the attempt down; the card stays as it was. */
  Outcome.NotKept notKept(Offer offer, String code, Map<String, String> details) {
    return notKept(
        Happening.of(
                What.CONNECT_FAILED, clock.instant(), offer.workspace(), offer.integration().slug())
            .to(offer.renews(), null)
            .by(offer.by())
            .because(code)
            .saying(details));
  }

  Outcome.NotKept notKept(Happening happening) {
    tenancy.within(
        Scope.of(happening.workspace(), java.util.Objects.requireNonNull(happening.by())),
        () -> events.publishEvent(happening));
    return new Outcome.NotKept(happening);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
