package io.patchbay.authorization;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConsentEnded;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Provider;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The authorization code grant (RFC 6749 section 4.1, RFC 7636, RFC 9207, RFC 9700): a person goes
 * to the provider's consent page, and comes back, in the same browser, once.
 */
@Component
public class ConnectingByConsent {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final Flows flows;
  private final Provider provider;
  private final KeepingACredential keeping;
  private final OnesOwn own;
  private final Tenancy tenancy;
  private final InstantSource clock;
  private final ApplicationEventPublisher events;

  ConnectingByConsent(
      Flows flows,
      Provider provider,
      KeepingACredential keeping,
      OnesOwn own,
      Tenancy tenancy,
      InstantSource clock,
      ApplicationEventPublisher events) {
    this.flows = flows;
    this.provider = provider;
    this.keeping = keeping;
    this.own = own;
    this.tenancy = tenancy;
    this.clock = clock;
    this.events = events;
  }

  /** Who starts, where, and in which browser. */
  public record Start(
      @Nullable WorkspaceId workspace,
      PersonId by,
      String sessionId,
      Integration integration,
      @Nullable ConnectionId renews,
      String redirectUri,
      Map<String, String> inputs,
      String returnTo) {}

  /**
   * @return where to send the person
   */
  public URI start(Start start) {
    var state = Flows.random();
    var verifier = Secret.of(Flows.random());
    var scopes =
        start
            .integration()
            .scopes()
            .map(Auth.Scope::id)
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    var flow =
        new Flow(
            start.by(),
            Flows.hash(start.sessionId()),
            start.workspace(),
            start.integration().slug(),
            start.renews(),
            verifier,
            start.redirectUri(),
            start.inputs(),
            start.returnTo(),
            clock.instant());
    var scope =
        start.workspace() == null ? Scope.of(start.by()) : Scope.of(start.workspace(), start.by());
    tenancy.within(scope, () -> flows.remember(state, flow));
    return provider.authorization(
        start.integration(),
        new Provider.Authorization(start.redirectUri(), state, verifier, scopes),
        start.inputs());
  }

  /** What the provider sent back; every part is untrusted. */
  public record Callback(
      String slug,
      @Nullable String state,
      @Nullable String code,
      @Nullable String error,
      @Nullable String issuer) {}

  /** A flow that this person began in this browser at this integration, used up by being found. */
  public record Returned(
      @Nullable WorkspaceId workspace,
      String integration,
      @Nullable ConnectionId renews,
      String returnTo,
      Flow flow) {}

  /**
   * @return nothing where the state is unknown, used, expired, another person's, another browser's
   *     or another integration's
   */
  public Optional<Returned> returned(PersonId who, String sessionId, Callback callback) {
    if (callback.state() == null || callback.state().length() > 200) {
      return Optional.empty();
    }
    var state = callback.state();
    return tenancy
        .within(Scope.of(who), () -> flows.take(state))
        .filter(flow -> MessageDigest.isEqual(flow.browser(), Flows.hash(sessionId)))
        .filter(flow -> flow.integration().equals(callback.slug()))
        .map(flow ->
            new Returned(
                flow.workspace(), flow.integration(), flow.renews(), flow.returnTo(), flow));
  }

  /** Trades the code, checks, keeps. */
  public Outcome finish(Returned returned, Integration integration, Callback callback) {
    var outcome = end(returned, integration, callback);
    var took = Duration.between(returned.flow().startedAt(), clock.instant());
    events.publishEvent(
        new ConsentEnded(integration.slug(), outcome instanceof Outcome.Kept, took));
    return outcome;
  }

  private Outcome end(Returned returned, Integration integration, Callback callback) {
    var flow = returned.flow();
    var workspace = Objects.requireNonNull(flow.workspace());
    return switch (trade(flow, integration, callback)) {
      case Lost it -> failed(flow, workspace, it.code(), it.bucket());
      case Got it ->
          keeping.decide(
              new Offer(
                  workspace,
                  flow.person(),
                  integration,
                  flow.renews(),
                  it.granted().credential(),
                  "",
                  it.granted().expiresIn(),
                  it.granted().granted(),
                  flow.inputs(),
                  Offer.Why.GOT));
    };
  }

  /** The same for a source that stays the person's own. */
  OnesOwn.Kept finishOwn(Returned returned, Integration integration, Callback callback) {
    var flow = returned.flow();
    var kept =
        switch (trade(flow, integration, callback)) {
          case Lost it -> new OnesOwn.No(it.bucket());
          case Got it -> own.decide(flow.person(), integration, flow.renews(), it.granted());
        };
    var took = Duration.between(flow.startedAt(), clock.instant());
    events.publishEvent(new ConsentEnded(integration.slug(), kept instanceof OnesOwn.Yes, took));
    return kept;
  }

  private sealed interface Traded {}

  private record Got(TokenResult.Granted granted) implements Traded {}

  private record Lost(String code, String bucket) implements Traded {}

  private Traded trade(Flow flow, Integration integration, Callback callback) {
    var expectedIssuer = provider.issuer(integration);
    if (expectedIssuer != null && !expectedIssuer.equals(callback.issuer())) {
      return new Lost("wrong_issuer", "mixed_up");
    }
    if (callback.error() != null) {
      return callback.error().equals("access_denied")
          ? new Lost("access_denied", "denied")
          : new Lost(safe(callback.error()), Failure.APP_MISCONFIGURED.word());
    }
    if (callback.code() == null) {
      return new Lost("no_code", Failure.PROVIDER_OUTAGE.word());
    }
    return switch (provider.exchange(
        integration, callback.code(), flow.verifier(), flow.redirectUri(), flow.inputs())) {
      case TokenResult.Granted granted -> new Got(granted);
      case TokenResult.Refused refused ->
          new Lost(refused.code(), bucketOfExchange(refused.bucket()));
      case TokenResult.Unreachable unreachable ->
          new Lost(unreachable.code(), unreachable.bucket().word());
    };
  }

  /** A refused code is not an expired login: the attempt took too long or was made twice. */
  private static String bucketOfExchange(Failure bucket) {
    return bucket == Failure.LOGIN_EXPIRED ? "code_refused" : bucket.word();
  }

  private Outcome failed(Flow flow, WorkspaceId workspace, String code, String bucket) {
    return keeping.notKept(
        Happening.of(What.CONNECT_FAILED, clock.instant(), workspace, flow.integration())
            .to(flow.renews(), null)
            .by(flow.person())
            .because(code)
            .saying(Map.of("bucket", bucket)));
  }

  private static String safe(String code) {
    return SAFE.matcher(code).matches() ? code : "unreadable_error";
  }
}
