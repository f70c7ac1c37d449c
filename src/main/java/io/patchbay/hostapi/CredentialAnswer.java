package io.patchbay.hostapi;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Shown;
import io.patchbay.vault.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A credential that works now. The refresh token stays here.
 *
 * @param kind {@code oauth2} (client credentials too), {@code api_key} or {@code basic}
 * @param token what identifies us to the provider by itself; null for a user name with a password
 * @param fields of a pasted key, by the entry's names; empty for OAuth
 * @param send how it stands in a request
 * @param expiresAt when the access token ends, or null where it does not
 */
record CredentialAnswer(
    String connection,
    String integration,
    Account account,
    String kind,
    @Nullable String token,
    Map<String, String> fields,
    @Nullable Send send,
    @Nullable Instant expiresAt,
    @Nullable List<String> scopes) {

  record Account(@Nullable String id, @Nullable String name) {}

  record Send(@Nullable String header, @Nullable String query, String value) {}

  static CredentialAnswer of(
      Held.One held, Integration integration, Credential credential, @Nullable Instant expiresAt) {
    var fields = new LinkedHashMap<String, String>();
    fieldsOf(integration.auth())
        .forEach(field ->
            credential
                .part(field.id())
                .ifPresent(it -> it.reveal(text -> fields.put(field.id(), text))));
    var scopes = held.scopes();
    return new CredentialAnswer(
        held.connection().toString(),
        integration.slug(),
        new Account(held.account().id(), held.account().name()),
        kind(integration.auth()),
        token(integration.auth(), credential).map(CredentialAnswer::text).orElse(null),
        fields,
        Shown.of(integration, credential)
            .map(it -> new Send(it.header(), it.query(), text(it.value())))
            .orElse(null),
        expiresAt,
        scopes == null ? null : scopes.stream().sorted().toList());
  }

  private static String text(Secret secret) {
    return secret.reveal(it -> it);
  }

  private static List<Field> fieldsOf(@Nullable Auth auth) {
    return switch (auth) {
      case Auth.ApiKey key -> key.fields();
      case Auth.Basic basic -> basic.fields();
      case Auth.OAuth2 _, Auth.ClientCredentials _ -> List.of();
      case null -> List.of();
    };
  }

  private static String kind(@Nullable Auth auth) {
    return switch (auth) {
      case Auth.ApiKey _ -> "api_key";
      case Auth.Basic _ -> "basic";
      case Auth.OAuth2 _, Auth.ClientCredentials _ -> "oauth2";
      case null -> "none";
    };
  }

  private static Optional<Secret> token(@Nullable Auth auth, Credential credential) {
    return switch (auth) {
      case Auth.ApiKey key ->
          key.fields().stream()
              .filter(Field::secret)
              .findFirst()
              .flatMap(it -> credential.part(it.id()));
      case Auth.Basic _ -> Optional.empty();
      case Auth.OAuth2 _, Auth.ClientCredentials _ -> credential.part("access");
      case null -> Optional.empty();
    };
  }

  /** The record's own text would print the credential. */
  @Override
  public String toString() {
    return "CredentialAnswer[" + connection + "]";
  }
}
