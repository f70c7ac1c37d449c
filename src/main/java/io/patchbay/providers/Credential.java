package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.vault.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider accepts as proof, by name: {@code access} and {@code refresh} of an OAuth grant,
 * {@code kept:team} for what its answer named beside them, or a form's fields ({@code api_key}).
 */
public record Credential(Map<String, Secret> parts) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ObjectReader PARTS =
      JSON.readerFor(new TypeReference<Map<String, String>>() {});

  public Credential {
    parts = Map.copyOf(parts);
  }

  public Optional<Secret> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  public Credential with(String name, Secret value) {
    var changed = new LinkedHashMap<>(parts);
    changed.put(name, value);
    return new Credential(changed);
  }

  /** Whether a new access token can be had for it without a person. */
  public boolean renews(Integration integration) {
    return switch (integration.auth()) {
      case Auth.OAuth2 oauth -> oauth.refreshes() && part("refresh").isPresent();
      case Auth.ClientCredentials _ -> part(Auth.ClientCredentials.SECRET).isPresent();
      case Auth.ApiKey _, Auth.Basic _ -> false;
      case null -> false;
    };
  }

  /** All parts as one text, to be sealed together. */
  public Secret asSecret() {
    var plain = new LinkedHashMap<String, String>();
    parts.forEach((name, secret) -> secret.reveal(text -> plain.put(name, text)));
    return Secret.of(JSON.writeValueAsString(plain));
  }

  public static Credential of(Secret sealedTogether) {
    var parts = new LinkedHashMap<String, Secret>();
    Map<String, String> plain = sealedTogether.reveal(PARTS::readValue);
    plain.forEach((name, text) -> parts.put(name, Secret.of(text)));
    return new Credential(parts);
  }
}
