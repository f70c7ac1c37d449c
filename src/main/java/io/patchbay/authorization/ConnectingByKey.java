package io.patchbay.authorization;

import com.google.re2j.Pattern;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Credential;
import io.patchbay.vault.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A key, or a user name and a password, that a person pastes into our form. */
@Component
public class ConnectingByKey {
  private final KeepingACredential keeping;

  ConnectingByKey(KeepingACredential keeping) {
    this.keeping = keeping;
  }

  /** The fields an entry asks for; none where it does not work with a pasted key. */
  public static List<Field> fields(Integration integration) {
    return switch (integration.auth()) {
      case Auth.ApiKey key -> key.fields();
      case Auth.Basic basic -> basic.fields();
      case Auth.ClientCredentials client -> client.fields();
      case Auth.OAuth2 _ -> List.of();
      case null -> List.of();
    };
  }

  /** Whether a pasted value has the shape its field asks for. */
  public static boolean fits(Field field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return !field.required();
    }
    return value.length() <= 4096
        && (field.pattern() == null || Pattern.matches(field.pattern(), value.strip()));
  }

  /**
   * Checks the key with the provider, and keeps it unless it is refused. The values are valid for
   * the entry's fields.
   */
  public Outcome connect(
      WorkspaceId workspace,
      PersonId by,
      Integration integration,
      @Nullable ConnectionId renews,
      Map<String, String> values) {
    return keeping.decide(offer(workspace, by, integration, renews, values, Offer.Why.GOT));
  }

  /**
   * Puts another key in the place of one that works. The new one is checked first; unless it is
   * answered well and for the same account, the old one stays.
   */
  public Outcome rotate(
      WorkspaceId workspace,
      PersonId by,
      Integration integration,
      ConnectionId connection,
      Map<String, String> values) {
    return keeping.replace(
        offer(workspace, by, integration, connection, values, Offer.Why.ROTATES));
  }

  private static Offer offer(
      WorkspaceId workspace,
      PersonId by,
      Integration integration,
      @Nullable ConnectionId renews,
      Map<String, String> values,
      Offer.Why why) {
    var parts = new LinkedHashMap<String, Secret>();
    fields(integration)
        .forEach(field -> {
          var value = values.get(field.id());
          if (value != null && !value.isBlank()) {
            parts.put(field.id(), Secret.of(value.strip()));
          }
        });
    return new Offer(
        workspace,
        by,
        integration,
        renews,
        new Credential(parts),
        lastFour(integration, parts),
        null,
        null,
        Map.of(),
        why);
  }

  /** Of the first secret field, so that people can tell keys apart. */
  static String lastFour(Integration integration, Map<String, Secret> parts) {
    return fields(integration).stream()
        .filter(Field::secret)
        .map(field -> parts.get(field.id()))
        .filter(secret -> secret != null)
        .findFirst()
        .map(Secret::lastFour)
        .orElse("");
  }
}
