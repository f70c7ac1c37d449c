package io.patchbay.webhooks;

import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.Value;
import io.patchbay.providers.Document;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a delivery says, read the way the catalog asks: its JSON, or the fields of its form, or, of
 * a request without a body, those of its query. What is none of these, or too deep, says nothing.
 * Ask it only once the signature holds.
 */
record Said(Delivery delivery, Document document) {
  static Said of(Delivery delivery) {
    return new Said(delivery, new Document(read(delivery), delivery.headers(), 0));
  }

  /** A text, or a number or boolean as text. */
  Optional<String> text(Value value) {
    return document.text(value);
  }

  Optional<String> at(String pointer) {
    return document.scalar(pointer);
  }

  boolean holds(Predicate asked) {
    return document.holds(asked).isPresent();
  }

  private static JsonNode read(Delivery delivery) {
    if (delivery.body().length == 0) {
      int from = delivery.url().indexOf('?');
      return from < 0 ? MissingNode.getInstance() : form(delivery.url().substring(from + 1));
    }
    if (delivery.contentType().startsWith("application/x-www-form-urlencoded")) {
      return form(new String(delivery.body(), StandardCharsets.UTF_8));
    }
    return Document.json(delivery.body());
  }

  private static JsonNode form(String text) {
    var fields = new LinkedHashMap<String, String>();
    Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> put(fields, pair));
    return JsonMapper.shared().valueToTree(fields);
  }

  private static void put(Map<String, String> fields, String[] pair) {
    try {
      fields.putIfAbsent(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
    } catch (IllegalArgumentException notAForm) {
      // Half a percent sign says nothing.
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Said[" + delivery + "]";
  }
}
