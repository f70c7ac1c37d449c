package io.patchbay.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The smallest parts of an entry, read from a tree whose shape was checked. */
final class Reading {
  private static final List<String> LANGUAGES = List.of("en", "pt-BR");

  private Reading() {}

  static String text(JsonNode node, String name) {
    return text(node, name, "");
  }

  static String text(JsonNode node, String name, String otherwise) {
    return node.hasNonNull(name) ? node.get(name).asString() : otherwise;
  }

  static @Nullable String textOrNull(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asString() : null;
  }

  static boolean yes(JsonNode node, String name, boolean otherwise) {
    return node.path(name).asBoolean(otherwise);
  }

  static List<String> texts(JsonNode node, String name) {
    return list(node, name, JsonNode::asString);
  }

  static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> read) {
    return node.path(name).valueStream().map(read).toList();
  }

  static Map<String, String> map(JsonNode node, String name) {
    return map(node, name, JsonNode::asString);
  }

  /** In the order of the file. */
  static <T> Map<String, T> map(JsonNode node, String name, Function<JsonNode, T> read) {
    var map = new LinkedHashMap<String, T>();
    node.path(name)
        .properties()
        .forEach(part -> map.put(part.getKey(), read.apply(part.getValue())));
    return Collections.unmodifiableMap(map);
  }

  static <E extends Enum<E>> E oneOf(Class<E> type, JsonNode node, String name, E otherwise) {
    return node.hasNonNull(name)
        ? Enum.valueOf(type, node.get(name).asString().toUpperCase(Locale.ROOT).replace('-', '_'))
        : otherwise;
  }

  /** {@code 6h}, {@code 90s}, {@code 1d}. */
  static Duration duration(String text) {
    var unit = text.charAt(text.length() - 1);
    return Duration.parse(
        unit == 'd' ? "P" + text : "PT" + text.substring(0, text.length() - 1) + unit);
  }

  /** One text for all languages, or one for each. */
  static Text words(JsonNode node, String name) {
    var words = node.path(name);
    if (words.isMissingNode() || words.isNull()) {
      return Text.NONE;
    }
    return words.isObject() ? new Text(map(node, name)) : new Text(Map.of("en", words.asString()));
  }

  /** A list in each language, turned into a list of texts. */
  static List<Text> listOfWords(JsonNode node, String name) {
    var lists = node.path(name);
    var count = lists.isObject() ? lists.path("en").size() : lists.size();
    var texts = new ArrayList<Text>();
    for (int i = 0; i < count; i++) {
      texts.add(
          lists.isObject() ? inEach(lists, i) : new Text(Map.of("en", lists.get(i).asString())));
    }
    return List.copyOf(texts);
  }

  static Noun noun(JsonNode node, String name) {
    var forms = listOfWords(node, name);
    return forms.size() == 2
        ? new Noun(forms.get(0), forms.get(1))
        : new Noun(Text.NONE, Text.NONE);
  }

  static Value value(JsonNode node, String name) {
    var value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Value.NOWHERE;
    }
    return value.isArray()
        ? new Value(value.valueStream().map(one -> place(one.asString())).toList())
        : new Value(List.of(place(value.asString())));
  }

  private static Value.Place place(String text) {
    if (text.contains("#{")) {
      return new Value.Template(text);
    }
    if (text.equals("status:")) {
      return new Value.Status();
    }
    return text.startsWith("header:")
        ? new Value.Header(text.substring("header:".length()).toLowerCase(Locale.ROOT))
        : new Value.Pointer(text);
  }

  private static Text inEach(JsonNode lists, int i) {
    var words = new LinkedHashMap<String, String>();
    for (var language : LANGUAGES) {
      if (lists.path(language).has(i)) {
        words.put(language, lists.path(language).get(i).asString());
      }
    }
    return new Text(words);
  }
}
