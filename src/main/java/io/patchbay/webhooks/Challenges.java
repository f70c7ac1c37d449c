package io.patchbay.webhooks;

import com.google.re2j.Pattern;
import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.Value;
import io.patchbay.catalog.Webhook;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Answers a provider that asks whether its address is really ours, by sending back what it sent.
 * Ask it only once the signature holds.
 */
final class Challenges {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Challenges() {}

  /** What to send back; empty for a delivery that is an event. */
  static Optional<String> answer(Webhook.Challenge challenge, Delivery delivery) {
    var body = body(delivery);
    var when = challenge.when();
    if (when != null && !holds(when, delivery, body)) {
      return Optional.empty();
    }
    return switch (challenge.kind()) {
      case "echo-json", "echo-header" -> find(challenge.answer(), delivery, body);
      case "echo-query" -> query(challenge.answer(), delivery);
      default -> Optional.empty();
    };
  }

  private static boolean holds(Predicate asked, Delivery delivery, JsonNode body) {
    var found = find(asked.value(), delivery, body);
    return (asked.exists() == null || asked.exists() == found.isPresent())
        && (asked.equalTo() == null || found.filter(asked.equalTo()::equals).isPresent())
        && (asked.in().isEmpty() || found.filter(asked.in()::contains).isPresent())
        && (asked.matches() == null
            || found.filter(it -> Pattern.compile(asked.matches()).matcher(it).find()).isPresent());
  }

  private static Optional<String> find(Value value, Delivery delivery, JsonNode body) {
    return value.places().stream()
        .map(place -> find(place, delivery, body))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> find(Value.Place place, Delivery delivery, JsonNode body) {
    return switch (place) {
      case Value.Pointer it -> text(body.at(it.pointer()));
      case Value.Header it -> delivery.header(it.name()).stream().findFirst();
      case Value.Status _, Value.Template _ -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asString()) : Optional.empty();
  }

  /** The pointer's only step names the parameter. */
  private static Optional<String> query(Value value, Delivery delivery) {
    int from = delivery.url().indexOf('?');
    var names =
        value.places().stream()
            .filter(Value.Pointer.class::isInstance)
            .map(it -> ((Value.Pointer) it).pointer().substring(1))
            .toList();
    return from < 0
        ? Optional.empty()
        : Arrays.stream(delivery.url().substring(from + 1).split("&"))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2 && names.contains(pair[0]))
            .map(pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
            .findFirst();
  }

  private static JsonNode body(Delivery delivery) {
    try {
      return JSON.readTree(delivery.body());
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
