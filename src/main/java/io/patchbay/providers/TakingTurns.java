package io.patchbay.providers;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The provider as everybody gets it: checks, renewals and lists wait for their turn. Where the
 * queue is too long, the answer is {@code our_own_limit}, which says nothing about the provider.
 * What a person waits for at the end of a consent is not held up.
 */
@Component
@Primary
class TakingTurns implements Provider {
  private static final String OURS = "our_own_limit";
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration LIST = Duration.ofSeconds(10);

  private final CatalogProvider provider;
  private final Turns turns;

  TakingTurns(CatalogProvider provider, Turns turns) {
    this.provider = provider;
    this.turns = turns;
  }

  @Override
  public CheckResult check(Integration integration, Credential credential) {
    return turns.asking(
        integration,
        "check",
        CHECK,
        () -> provider.check(integration, credential),
        wait -> new CheckResult.Unreachable(Failure.RATE_LIMITED, OURS, wait));
  }

  @Override
  public TokenResult refresh(Integration integration, Credential credential) {
    return turns.asking(
        integration,
        "token",
        RENEWAL,
        () -> provider.refresh(integration, credential),
        wait -> new TokenResult.Unreachable(Failure.RATE_LIMITED, OURS, wait, false));
  }

  @Override
  public Listing installations(
      Integration integration, Credential credential, @Nullable String next) {
    return turns.asking(
        integration,
        "list",
        LIST,
        () -> provider.installations(integration, credential, next),
        wait -> new Listing.Failed(Failure.RATE_LIMITED, OURS));
  }

  @Override
  public Listing resources(
      Integration integration,
      String kind,
      Credential credential,
      @Nullable String installation,
      @Nullable String next) {
    return turns.asking(
        integration,
        "list",
        LIST,
        () -> provider.resources(integration, kind, credential, installation, next),
        wait -> new Listing.Failed(Failure.RATE_LIMITED, OURS));
  }

  @Override
  public URI authorization(
      Integration integration, Authorization request, Map<String, String> inputs) {
    return provider.authorization(integration, request, inputs);
  }

  @Override
  public @Nullable String authorizeOrigin(Integration integration) {
    return provider.authorizeOrigin(integration);
  }

  @Override
  public @Nullable String issuer(Integration integration) {
    return provider.issuer(integration);
  }

  @Override
  public TokenResult exchange(
      Integration integration,
      String code,
      Secret verifier,
      String redirectUri,
      Map<String, String> inputs) {
    return provider.exchange(integration, code, verifier, redirectUri, inputs);
  }

  @Override
  public Revocation revoke(Integration integration, Credential credential) {
    return provider.revoke(integration, credential);
  }

  @Override
  public @Nullable String installPage(Integration integration) {
    return provider.installPage(integration);
  }

  @Override
  public @Nullable String webhookPage(Integration integration) {
    return provider.webhookPage(integration);
  }
}
