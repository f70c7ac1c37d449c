package io.patchbay.providers;

import com.google.re2j.Pattern;
import io.patchbay.catalog.Integration;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills the braces of an entry's texts. What goes into an address is percent-encoded, so that no
 * value leaves its place; only an input, held against the entry's pattern, may name a host.
 *
 * @param named further values by name: {@code installation.id}, {@code token}
 */
record Templates(
    Integration integration, ProviderApp app, Credential credential, Map<String, String> named) {
  /** An input that a person typed is kept in the credential under this prefix and its id. */
  static final String INPUT = "input:";

  private static final java.util.regex.Pattern BRACES =
      java.util.regex.Pattern.compile(
          "\\{base:\\{([a-zA-Z0-9_.-]+)\\}\\}|\\{([a-zA-Z0-9_.:-]+)\\}");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A text has braces that nothing fills, or becomes no address; our side is set up wrongly. */
  static final class Unfillable extends RuntimeException {
    Unfillable(String name) {
      super(name);
    }
  }

  URI address(String template) {
    try {
      return URI.create(url(template));
    } catch (IllegalArgumentException e) {
      throw new Unfillable("address");
    }
  }

  String url(String template) {
    return fill(template, Templates::encoded);
  }

  String text(String template) {
    return fill(template, UnaryOperator.identity());
  }

  /** Fills the texts of a JSON document; braces that are nobody's name are left as they are. */
  String json(String body) {
    return JSON.writeValueAsString(filled(JSON.readTree(body)));
  }

  /** A JSON document with a text put to a place, which is made where it is missing. */
  static String placed(String body, String pointer, String text) {
    var place = JsonPointer.compile(pointer);
    var tree = body.isEmpty() ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body);
    tree.withObject(place.head()).put(place.last().getMatchingProperty(), text);
    return JSON.writeValueAsString(tree);
  }

  /** As {@code application/x-www-form-urlencoded} and RFC 3986 agree on. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private String fill(String template, UnaryOperator<String> written) {
    var braces = BRACES.matcher(template);
    var filled = new StringBuilder();
    while (braces.find()) {
      var text =
          braces.group(1) != null
              ? base(input(braces.group(1)).orElseThrow(() -> new Unfillable(braces.group(1))))
              : replacement(braces.group(2), written);
      braces.appendReplacement(filled, Matcher.quoteReplacement(text));
    }
    return braces.appendTail(filled).toString();
  }

  private String replacement(String name, UnaryOperator<String> written) {
    return name.startsWith("base:")
        ? base(name.substring("base:".length()))
        : value(name).map(written).orElseThrow(() -> new Unfillable(name));
  }

  private String base(String host) {
    return app.hosts().getOrDefault(host, "https://" + host);
  }

  private Optional<String> value(String name) {
    if (named.containsKey(name)) {
      return Optional.ofNullable(named.get(name));
    }
    if (name.equals("client_id")) {
      return Optional.ofNullable(app.clientId());
    }
    if (name.startsWith("basic:")) {
      var parts = name.split(":", 3);
      return Optional.of(basic(orEmpty(parts[1]), orEmpty(parts.length > 2 ? parts[2] : "")));
    }
    return part(name).or(() -> input(name));
  }

  private String orEmpty(String name) {
    return part(name).orElse("");
  }

  private Optional<String> part(String name) {
    return credential.part(name).map(Templates::plain);
  }

  private Optional<String> input(String id) {
    return integration.inputs().stream()
        .filter(input -> input.id().equals(id))
        .findFirst()
        .flatMap(input -> part(INPUT + id).filter(it -> Pattern.matches(input.pattern(), it)));
  }

  private JsonNode filled(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        object.propertyNames().stream()
            .toList()
            .forEach(name -> object.set(name, filled(object.get(name))));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, filled(array.get(i)));
        }
        yield array;
      }
      case JsonNode text when text.isString() ->
          JSON.getNodeFactory().stringNode(known(text.asString()));
      case JsonNode other -> other;
    };
  }

  private String known(String template) {
    return BRACES
        .matcher(template)
        .replaceAll(braces ->
            Matcher.quoteReplacement(
                braces.group(2) == null || braces.group(2).startsWith("base:")
                    ? braces.group()
                    : value(braces.group(2)).orElse(braces.group())));
  }

  private static String plain(Secret secret) {
    return secret.reveal(text -> text);
  }
}
