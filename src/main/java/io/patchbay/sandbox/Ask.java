package io.patchbay.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request to a pretend provider.
 *
 * @param host the provider's host it stands for: {@code api.github.com}
 * @param path what follows the host, with its slash
 * @param headers by lower-case name
 */
record Ask(
    String method,
    String host,
    String path,
    String query,
    Map<String, String> headers,
    String body) {

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** A field of the query, of the form or of the top of a JSON body. */
  Optional<String> param(String name) {
    return all(name).stream().findFirst();
  }

  String param(String name, String otherwise) {
    return param(name).orElse(otherwise);
  }

  int number(String name, int otherwise, int most) {
    try {
      return Math.clamp(Integer.parseInt(param(name, "" + otherwise)), 1, most);
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }

  List<String> all(String name) {
    var values = new ArrayList<>(inQuery().getOrDefault(name, List.of()));
    values.addAll(inBody().getOrDefault(name, List.of()));
    return values;
  }

  Map<String, List<String>> inQuery() {
    return fields(query);
  }

  private Map<String, List<String>> inBody() {
    String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return fields(body);
    }
    if (type.startsWith("application/json")) {
      var values = new LinkedHashMap<String, List<String>>();
      json().properties().stream()
          .filter(field -> field.getValue().isValueNode())
          .forEach(field -> values.put(field.getKey(), List.of(field.getValue().asString())));
      return values;
    }
    return Map.of();
  }

  /** The body as JSON, an empty object where it is none. */
  JsonNode json() {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException notJson) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  /** The token of RFC 6750 section 2.1. */
  Optional<String> bearer() {
    return credentials("bearer");
  }

  /** User and password of RFC 7617. */
  Optional<Basic> basic() {
    return credentials("basic").flatMap(Basic::of);
  }

  private Optional<String> credentials(String scheme) {
    return header("authorization")
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).strip());
  }

  record Basic(String user, String password) {
    static Optional<Basic> of(String encoded) {
      try {
        String plain = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        int colon = plain.indexOf(':');
        return colon < 0
            ? Optional.empty()
            : Optional.of(new Basic(plain.substring(0, colon), plain.substring(colon + 1)));
      } catch (IllegalArgumentException notBase64) {
        return Optional.empty();
      }
    }
  }

  private static Map<String, List<String>> fields(String encoded) {
    var fields = new LinkedHashMap<String, List<String>>();
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return text;
    }
  }

  /** Method and path: never the query, the headers or the body. */
  @Override
  public String toString() {
    return method + " " + host + path;
  }
}
