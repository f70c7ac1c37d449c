package io.patchbay.webhooks;

import io.patchbay.catalog.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a delivery says, read the way the catalog asks: its JSON, or the fields of its form, or, of
 * a request without a body, those of its query. What is none of these, or too deep, says nothing.
 * Ask it only once the signature holds.
 */
record Said(Delivery delivery, JsonNode root) {
  private static final Pattern PLACE = Pattern.compile("#\\{([^{}]*)}");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .build();

  static Said of(Delivery delivery) {
    return new Said(delivery, read(delivery));
  }

  /** A text, or a number or boolean as text. */
  Optional<String> text(Value value) {
    return value.places().stream().flatMap(place -> text(place).stream()).findFirst();
  }

  Optional<String> at(String pointer) {
    var node = root.at(pointer);
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asString()) : Optional.empty();
  }

  private Optional<String> text(Value.Place place) {
    return switch (place) {
      case Value.Pointer it -> at(it.pointer());
      case Value.Header it -> delivery.header(it.name()).stream().findFirst();
      case Value.Template it -> filled(it.template());
      case Value.Status _ -> Optional.empty();
    };
  }

  private Optional<String> filled(String template) {
    var places = PLACE.matcher(template);
    var filled = new StringBuilder();
    while (places.find()) {
      var text = at(places.group(1));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      places.appendReplacement(filled, Matcher.quoteReplacement(text.get()));
    }
    return Optional.of(places.appendTail(filled).toString());
  }

  private static JsonNode read(Delivery delivery) {
    if (delivery.body().length == 0) {
      int from = delivery.url().indexOf('?');
      return from < 0 ? MissingNode.getInstance() : form(delivery.url().substring(from + 1));
    }
    if (delivery.contentType().startsWith("application/x-www-form-urlencoded")) {
      return form(new String(delivery.body(), StandardCharsets.UTF_8));
    }
    try {
      return JSON.readTree(delivery.body());
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static JsonNode form(String text) {
    var fields = new LinkedHashMap<String, String>();
    Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> put(fields, pair));
    return JSON.valueToTree(fields);
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
