package io.patchbay.providers;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.patchbay.catalog.Auth;
import io.patchbay.egress.Egress.Request;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The messages of RFC 6749 and RFC 7636 as Nimbus writes them; the door sends them. */
record OAuthMessages(Auth.OAuth2 oauth, Templates templates) {

  URI authorization(Provider.Authorization asked) {
    var request =
        new AuthorizationRequest.Builder(ResponseType.CODE, clientId())
            .endpointURI(templates.address(oauth.authorize()))
            .redirectionURI(URI.create(asked.redirectUri()))
            .state(new State(asked.state()));
    oauth
        .parameters()
        .forEach((name, value) -> request.customParameter(name, templates.text(value)));
    var scopes = scopes(asked.scopes());
    if (oauth.sendsScopes() && !scopes.isEmpty()) {
      request.customParameter(oauth.scopeParameter(), scopes);
    }
    if (oauth.pkce()) {
      request.codeChallenge(verifier(asked.verifier()), CodeChallengeMethod.S256);
    }
    return request.build().toURI();
  }

  Request exchange(String code, Secret verifier, String redirectUri) {
    var redirect = URI.create(redirectUri);
    var grant =
        oauth.pkce()
            ? new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, verifier(verifier))
            : new AuthorizationCodeGrant(new AuthorizationCode(code), redirect);
    return token(grant);
  }

  Request refresh(Secret refreshToken) {
    return token(refreshToken.reveal(text -> new RefreshTokenGrant(new RefreshToken(text))));
  }

  private Request token(AuthorizationGrant grant) {
    var endpoint = templates.address(oauth.token());
    var secret = templates.app().clientSecret();
    var request =
        secret == null
            ? new TokenRequest.Builder(endpoint, clientId(), grant)
            : secret.reveal(text ->
                new TokenRequest.Builder(
                    endpoint,
                    switch (oauth.client()) {
                      case POST ->
                          new ClientSecretPost(
                              clientId(), new com.nimbusds.oauth2.sdk.auth.Secret(text));
                      case BASIC ->
                          new ClientSecretBasic(
                              clientId(), new com.nimbusds.oauth2.sdk.auth.Secret(text));
                    },
                    grant));
    oauth
        .tokenParameters()
        .forEach((name, value) -> request.customParameter(name, templates.text(value)));
    var message = request.build().toHTTPRequest();
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    message.getHeaderMap().forEach((name, values) -> headers.put(name, values.getFirst()));
    headers.remove("Content-Type");
    headers.put("Accept", "application/json");
    return new Request(
        "POST",
        endpoint,
        Map.copyOf(headers),
        message.getBody().getBytes(StandardCharsets.UTF_8),
        "application/x-www-form-urlencoded");
  }

  /** In the entry's order, and after it what the entry doesn't know. */
  private String scopes(Set<String> asked) {
    var ordered = new LinkedHashSet<String>();
    oauth.scopes().stream().map(Auth.Scope::id).filter(asked::contains).forEach(ordered::add);
    ordered.addAll(asked);
    return String.join(oauth.scopeSeparator(), ordered);
  }

  private ClientID clientId() {
    var id = templates.app().clientId();
    if (id == null) {
      throw new Templates.Unfillable("client_id");
    }
    return new ClientID(id);
  }

  private static CodeVerifier verifier(Secret verifier) {
    return verifier.reveal(CodeVerifier::new);
  }
}
