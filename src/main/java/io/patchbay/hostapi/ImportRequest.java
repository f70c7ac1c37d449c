package io.patchbay.hostapi;

import io.patchbay.authorization.ImportingACredential.Brought;
import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.shell.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the host sends to import a credential. Names that it does not know it leaves alone.
 *
 * @param member the person on whose behalf
 * @param connection the one it renews, or null
 */
record ImportRequest(
    String workspace,
    String integration,
    UUID member,
    @Nullable UUID connection,
    JsonNode credential) {
  private static final int LONGEST_LIFE = 366 * 24 * 3600;

  /**
   * @throws Problem 400 {@code bad_request} for what is no such document
   */
  static ImportRequest read(byte[] body) {
    try {
      var tree = JsonMapper.shared().readTree(body);
      var connection = tree.path("connection");
      return new ImportRequest(
          text(tree, "workspace"),
          text(tree, "integration"),
          UUID.fromString(text(tree, "member")),
          connection.isMissingNode() || connection.isNull()
              ? null
              : UUID.fromString(connection.asString("")),
          tree.path("credential"));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      throw new Problem(400, "bad_request");
    }
  }

  private static String text(JsonNode tree, String name) {
    var node = tree.path(name);
    if (!node.isString() || node.asString().isBlank() || node.asString().length() > 200) {
      throw new Problem(400, "bad_request");
    }
    return node.asString();
  }

  Brought brought(Integration entry) {
    return new Brought(parts(entry), expiresIn(), scopes());
  }

  private Map<String, String> parts(Integration entry) {
    var parts = new LinkedHashMap<String, String>();
    if (entry.auth() instanceof Auth.OAuth2) {
      put(parts, "access", credential.path("access_token"));
      put(parts, "refresh", credential.path("refresh_token"));
      credential
          .path("kept")
          .properties()
          .forEach(it -> put(parts, "kept:" + it.getKey(), it.getValue()));
    } else {
      credential.path("fields").properties().forEach(it -> put(parts, it.getKey(), it.getValue()));
    }
    return parts;
  }

  private static void put(Map<String, String> parts, String name, JsonNode value) {
    if (value.isString() && !value.asString().isBlank()) {
      parts.put(name, value.asString());
    }
  }

  private @Nullable Duration expiresIn() {
    int seconds = credential.path("expires_in").asInt(0);
    return seconds <= 0 || seconds > LONGEST_LIFE ? null : Duration.ofSeconds(seconds);
  }

  private @Nullable Set<String> scopes() {
    var node = credential.path("scopes");
    if (!node.isArray()) {
      return null;
    }
    var scopes = new LinkedHashSet<String>();
    node.forEach(it -> scopes.add(it.asString("")));
    return scopes;
  }

  /** The record's own text would print the credential. */
  @Override
  public String toString() {
    return "ImportRequest[" + workspace + ", " + integration + "]";
  }
}
