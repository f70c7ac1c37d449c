package io.patchbay.providers;

import io.patchbay.catalog.Integration;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to a provider as its catalog entry says. No method throws for what a provider or the
 * network does, and none holds a database connection.
 */
public interface Provider {
  /**
   * The authorization request (RFC 6749 section 4.1.1, RFC 7636).
   *
   * @param inputs what the person typed for the entry's inputs
   */
  URI authorization(Integration integration, Authorization request, Map<String, String> inputs);

  /**
   * The origin that the authorization request goes to, for {@code form-action}; null for an entry
   * without OAuth.
   */
  @Nullable String authorizeOrigin(Integration integration);

  /** The issuer this provider's answers must name (RFC 9207), or null. */
  @Nullable String issuer(Integration integration);

  /** Trades a code for a credential (RFC 6749 section 4.1.3). */
  TokenResult exchange(
      Integration integration,
      String code,
      Secret verifier,
      String redirectUri,
      Map<String, String> inputs);

  /** RFC 6749 section 6. */
  TokenResult refresh(Integration integration, Credential credential);

  /** Ends the grant at the provider, as the entry says (RFC 7009 where the provider follows it). */
  Revocation revoke(Integration integration, Credential credential);

  /** The entry's test request. */
  CheckResult check(Integration integration, Credential credential);

  /** The accounts this credential reaches, where the entry declares installations. */
  Listing installations(Integration integration, Credential credential, @Nullable String next);

  /**
   * One page of a kind of resource.
   *
   * @param installation for a kind that is listed per installation, else null
   */
  Listing resources(
      Integration integration,
      String kind,
      Credential credential,
      @Nullable String installation,
      @Nullable String next);

  /** The page where a person adds an installation, or null. */
  @Nullable String installPage(Integration integration);

  /** The page where a person sets a webhook up, or null. */
  @Nullable String webhookPage(Integration integration);

  record Authorization(String redirectUri, String state, Secret verifier, Set<String> scopes) {}
}
