package io.patchbay.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a credential is got, and how it is shown to the provider in each request. */
public sealed interface Auth {
  Send send();

  /**
   * Where a credential stands in a request: exactly one of a header or a query parameter. In {@code
   * value}, {@code {access}} is an OAuth token, {@code {api_key}} and the like a field of a form,
   * {@code {basic:user:password}} the Basic encoding of two.
   */
  record Send(@Nullable String header, @Nullable String query, String value) {}

  /**
   * OAuth 2.0 authorization code grant (RFC 6749 section 4.1).
   *
   * @param authorize the authorization endpoint, a template over {@code {base:host}} and {@code
   *     {input}}
   * @param parameters further ones of the authorization request ({@code access_type=offline})
   * @param tokenParameters further ones of the token request
   * @param scopeParameter its name in the authorization request, usually the word of RFC 6749
   * @param sendsScopes false where the app's registration fixes the permissions (a GitHub App)
   * @param permissions what the app's registration fixes, to be read before consenting; empty where
   *     the scopes say it all
   * @param pkce false only for a provider that refuses the parameters
   * @param issuer the expected {@code iss} of RFC 9207, a template; null where the provider sends
   *     none
   * @param client how the client shows who it is at the token endpoint (RFC 6749 section 2.3)
   * @param tokenAnswer where the parts of the token's answer stand
   * @param granted where the granted scopes stand in the token's answer; null where only the check
   *     names them
   * @param rotates whether each refresh answers with a new refresh token and ends the old one
   * @param revoke how to end the grant (RFC 7009, or the provider's own way); null where it can't
   *     be done by API
   * @param manage the page at the provider where a person ends the grant by hand; null where
   *     unknown
   */
  record OAuth2(
      String authorize,
      String token,
      Map<String, String> parameters,
      Map<String, String> tokenParameters,
      List<Scope> scopes,
      String scopeSeparator,
      String scopeParameter,
      boolean sendsScopes,
      List<Scope> permissions,
      boolean pkce,
      @Nullable String issuer,
      Client client,
      TokenAnswer tokenAnswer,
      @Nullable Granted granted,
      boolean refreshes,
      boolean rotates,
      @Nullable Revoke revoke,
      @Nullable String manage,
      List<FailureRule> tokenFailures,
      Send send)
      implements Auth {}

  enum Client {
    POST,
    BASIC
  }

  /**
   * @param keep further values of the token's answer that later requests need ({@code team:
   *     /team_id}), used as {@code {kept:team}}
   * @param expires seconds until the access token ends (RFC 6749 section 5.1); an answer without it
   *     means it does not end
   */
  record TokenAnswer(Value access, Value refresh, Value expires, Map<String, Value> keep) {}

  /**
   * @param separator between scopes in one text; null where the value is a JSON array
   */
  record Granted(Value from, @Nullable String separator) {}

  /**
   * @param reason what a person reads before consenting
   * @param step the optional step that needs it, or null
   */
  record Scope(String id, boolean required, Text reason, @Nullable String step) {}

  /**
   * @param token which token the request carries, {@code access} or {@code refresh}: what {@code
   *     {token}} in its url, form or body stands for
   * @param ok what must hold beside a 2xx status, or null
   */
  record Revoke(Call call, String token, @Nullable Predicate ok) {}

  /**
   * A key that a person pastes. The first secret field is the one that {@code fingerprint} speaks
   * of.
   */
  record ApiKey(List<Field> fields, Send send, @Nullable String manage) implements Auth {}

  /**
   * OAuth 2.0 client credentials grant (RFC 6749 section 4.4): a person pastes a client of their
   * own, {@code client_id} and {@code client_secret}, and we trade it for access tokens.
   *
   * @param token the token endpoint, a template over {@code {base:host}} and {@code {input}}
   * @param tokenParameters further ones of the token request ({@code scope}, {@code audience})
   */
  record ClientCredentials(
      List<Field> fields,
      String token,
      Map<String, String> tokenParameters,
      Client client,
      TokenAnswer tokenAnswer,
      @Nullable Granted granted,
      List<FailureRule> tokenFailures,
      Send send,
      @Nullable String manage)
      implements Auth {
    public static final String ID = "client_id";
    public static final String SECRET = "client_secret";
  }

  /** A user name and a password, sent as RFC 7617 says. */
  record Basic(List<Field> fields, Send send, @Nullable String manage) implements Auth {}
}
