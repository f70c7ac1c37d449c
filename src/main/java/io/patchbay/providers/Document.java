package io.patchbay.providers;

import com.google.re2j.Pattern;
import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.Value;
import io.patchbay.egress.Egress.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What came from outside, an answer or a webhook, read the way the catalog asks. What is not JSON,
 * or too deep, reads as nothing.
 *
 * @param root the document, or one item of a list in it
 * @param headers by lower-case name
 * @param status of an answer; 0 for what is none
 */
public record Document(JsonNode root, Map<String, List<String>> headers, int status) {
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
  private static final java.util.regex.Pattern PLACE =
      java.util.regex.Pattern.compile("#\\{([^{}]*)\\}");

  static Document of(Answer answer) {
    return new Document(json(answer.body()), answer.headers(), answer.status());
  }

  /** The bytes as a document; a missing one where they are none. */
  public static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  private Document inside(JsonNode item) {
    return new Document(item, headers, status);
  }

  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  JsonNode at(String pointer) {
    return root.at(pointer);
  }

  /** The items of a list, none where there is no list. */
  Stream<Document> items(String pointer) {
    var list = at(pointer);
    return list.isArray() ? list.valueStream().map(this::inside) : Stream.empty();
  }

  /** A text, or a number or boolean as text. */
  public Optional<String> text(Value value) {
    return value.places().stream().flatMap(place -> text(place).stream()).findFirst();
  }

  /** Anything but null, a list or an object included. */
  Optional<JsonNode> node(Value value) {
    return value.places().stream()
        .flatMap(place ->
            place instanceof Value.Pointer pointer
                ? Stream.of(at(pointer.pointer())).filter(it -> !isNothing(it))
                : Stream.empty())
        .findFirst();
  }

  /**
   * @return empty where the answer to the question is no; else the text that made it yes, or an
   *     empty one where no text did
   */
  public Optional<String> holds(Predicate question) {
    if (question.status() != null && question.status() != status) {
      return Optional.empty();
    }
    return question.each() == null
        ? holdsHere(question)
        : items(question.each()).flatMap(item -> item.holdsHere(question).stream()).findFirst();
  }

  private Optional<String> holdsHere(Predicate question) {
    if (question.value().isNowhere()) {
      return Optional.of("");
    }
    var text = text(question.value());
    boolean there = text.isPresent() || node(question.value()).isPresent();
    boolean asksForText =
        question.equalTo() != null || !question.in().isEmpty() || question.matches() != null;
    if (question.exists() != null && question.exists() != there) {
      return Optional.empty();
    }
    if (!asksForText) {
      return question.exists() != null || there ? Optional.of(text.orElse("")) : Optional.empty();
    }
    return text.filter(it -> question.equalTo() == null || question.equalTo().equals(it))
        .filter(it -> question.in().isEmpty() || question.in().contains(it))
        .filter(it ->
            question.matches() == null || Pattern.compile(question.matches()).matcher(it).find());
  }

  private Optional<String> text(Value.Place place) {
    return switch (place) {
      case Value.Pointer it -> scalar(at(it.pointer()));
      case Value.Header it -> header(it.name());
      case Value.Status _ -> status == 0 ? Optional.empty() : Optional.of(Integer.toString(status));
      case Value.Template it -> filled(it.template());
    };
  }

  private Optional<String> filled(String template) {
    var places = PLACE.matcher(template);
    var filled = new StringBuilder();
    while (places.find()) {
      var text = named(places.group(1));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      places.appendReplacement(filled, java.util.regex.Matcher.quoteReplacement(text.get()));
    }
    return Optional.of(places.appendTail(filled).toString());
  }

  /** The scalar that a JSON pointer leads to. */
  public Optional<String> scalar(String pointer) {
    return scalar(at(pointer));
  }

  private Optional<String> named(String place) {
    if (place.startsWith("header:")) {
      return header(place.substring("header:".length()).toLowerCase(java.util.Locale.ROOT));
    }
    return scalar(at(place));
  }

  private static Optional<String> scalar(JsonNode node) {
    return node.isValueNode() && !isNothing(node) ? Optional.of(node.asString()) : Optional.empty();
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
