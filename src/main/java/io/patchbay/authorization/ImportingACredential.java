package io.patchbay.authorization;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Credential;
import io.patchbay.vault.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A credential that the host app already has: the same first check decides as for any other. */
@Component
public class ImportingACredential {
  private static final int LONGEST = 16_384;

  private final KeepingACredential keeping;

  ImportingACredential(KeepingACredential keeping) {
    this.keeping = keeping;
  }

  /**
   * What was brought.
   *
   * @param parts {@code access} and {@code refresh} of an OAuth grant with what else the entry
   *     keeps of a token's answer, or the entry's fields
   * @param expiresIn how long the access token lives from now on, or null where it does not end
   * @param scopes those that were granted, or null where nobody says
   */
  public record Brought(
      Map<String, String> parts, @Nullable Duration expiresIn, @Nullable Set<String> scopes) {
    /** The record's own text would print the credential. */
    @Override
    public String toString() {
      return "Brought" + parts.keySet();
    }
  }

  /** What does not fit the entry, in its words; empty where all of it does. */
  public static List<String> mistakes(Integration integration, Brought brought) {
    return switch (integration.auth()) {
      case Auth.OAuth2 oauth -> ofGrant(oauth, brought);
      case Auth.ApiKey key -> ofFields(key.fields(), brought);
      case Auth.Basic basic -> ofFields(basic.fields(), brought);
      case Auth.ClientCredentials client -> ofFields(client.fields(), brought);
      case null -> List.of("integration: cannot be connected yet");
    };
  }

  private static List<String> ofGrant(Auth.OAuth2 oauth, Brought brought) {
    var mistakes = new ArrayList<String>();
    if (brought.parts().getOrDefault("access", "").isBlank()) {
      mistakes.add("credential.access_token: missing");
    }
    brought
        .parts()
        .forEach((name, value) -> {
          boolean known =
              name.equals("access")
                  || name.equals("refresh")
                  || (name.startsWith("kept:")
                      && oauth.tokenAnswer().keep().containsKey(name.substring("kept:".length())));
          if (!known) {
            mistakes.add("credential.kept: no '" + name.replace("kept:", "") + "' is kept here");
          } else if (value.length() > LONGEST) {
            mistakes.add("credential: " + name + " is too long");
          }
        });
    return mistakes;
  }

  private static List<String> ofFields(List<Field> fields, Brought brought) {
    var mistakes = new ArrayList<String>();
    for (Field field : fields) {
      if (!ConnectingByKey.fits(field, brought.parts().get(field.id()))) {
        mistakes.add("credential.fields." + field.id() + ": missing, or not of this shape");
      }
    }
    brought.parts().keySet().stream()
        .filter(name -> fields.stream().noneMatch(it -> it.id().equals(name)))
        .forEach(name -> mistakes.add("credential.fields: no field '" + name + "'"));
    return mistakes;
  }

  /**
   * Checks it with the provider, and keeps it unless it is refused. A refused one is not revoked:
   * it is the host's.
   *
   * @param by the member on whose behalf
   * @param renews the connection it is meant for, or null
   */
  public Outcome bring(
      WorkspaceId workspace,
      PersonId by,
      Integration integration,
      @Nullable ConnectionId renews,
      Brought brought) {
    var parts = new LinkedHashMap<String, Secret>();
    brought.parts().forEach((name, value) -> parts.put(name, Secret.of(value.strip())));
    return keeping.decide(
        new Offer(
            workspace,
            by,
            integration,
            renews,
            new Credential(parts),
            ConnectingByKey.lastFour(integration, parts),
            brought.expiresIn(),
            brought.scopes(),
            Map.of(),
            Offer.Why.BROUGHT));
  }
}
