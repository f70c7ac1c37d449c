package io.patchbay.providers;

import io.patchbay.catalog.Integration;
import io.patchbay.vault.Secret;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a credential stands in a request to its provider: in a header, or in the query.
 *
 * @param header its name, or null
 * @param query the parameter's name, or null
 */
public record Shown(@Nullable String header, @Nullable String query, Secret value) {

  /** Empty where the credential lacks what the entry wants to show. */
  public static Optional<Shown> of(Integration integration, Credential credential) {
    var auth = integration.auth();
    if (auth == null) {
      return Optional.empty();
    }
    var send = auth.send();
    try {
      var value =
          new Templates(integration, ProviderApp.NONE, credential, Map.of()).text(send.value());
      return Optional.of(new Shown(send.header(), send.query(), Secret.of(value)));
    } catch (Templates.Unfillable missing) {
      return Optional.empty();
    }
  }
}
