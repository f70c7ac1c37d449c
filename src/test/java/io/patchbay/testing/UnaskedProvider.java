package io.patchbay.testing;

import io.patchbay.catalog.Integration;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Listing;
import io.patchbay.providers.Provider;
import io.patchbay.providers.Revocation;
import io.patchbay.providers.TokenResult;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider inside this JVM that fails a test which asks it for anything; tests say the rest. */
public class UnaskedProvider implements Provider {
  private static IllegalStateException unasked(String what) {
    return new IllegalStateException("Nobody should ask for " + what + " here");
  }

  @Override
  public CheckResult check(Integration integration, Credential credential) {
    throw unasked("a check");
  }

  @Override
  public TokenResult refresh(Integration integration, Credential credential) {
    throw unasked("a renewal");
  }

  @Override
  public Listing installations(
      Integration integration, Credential credential, @Nullable String next) {
    throw unasked("installations");
  }

  @Override
  public Listing resources(
      Integration integration,
      String kind,
      Credential credential,
      @Nullable String installation,
      @Nullable String next) {
    throw unasked("resources");
  }

  @Override
  public URI authorization(
      Integration integration, Authorization request, Map<String, String> inputs) {
    throw unasked("a consent");
  }

  @Override
  public @Nullable String authorizeOrigin(Integration integration) {
    return null;
  }

  @Override
  public @Nullable String issuer(Integration integration) {
    return null;
  }

  @Override
  public TokenResult exchange(
      Integration integration,
      String code,
      Secret verifier,
      String redirectUri,
      Map<String, String> inputs) {
    throw unasked("a code's worth");
  }

  @Override
  public Revocation revoke(Integration integration, Credential credential) {
    return new Revocation.Revoked();
  }

  @Override
  public @Nullable String installPage(Integration integration) {
    return null;
  }

  @Override
  public @Nullable String webhookPage(Integration integration) {
    return null;
  }
}
