package io.patchbay.catalog;

import static io.patchbay.catalog.Reading.list;
import static io.patchbay.catalog.Reading.listOfWords;
import static io.patchbay.catalog.Reading.map;
import static io.patchbay.catalog.Reading.noun;
import static io.patchbay.catalog.Reading.oneOf;
import static io.patchbay.catalog.Reading.text;
import static io.patchbay.catalog.Reading.textOrNull;
import static io.patchbay.catalog.Reading.texts;
import static io.patchbay.catalog.Reading.words;
import static io.patchbay.catalog.Reading.yes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a tree without mistakes into the records that the other rooms read. */
final class ReadingAnEntry {
  private ReadingAnEntry() {}

  static Integration read(JsonNode entry, Integration.Logo logo) {
    return new Integration(
        text(entry, "slug"),
        text(entry, "provider"),
        text(entry, "name"),
        words(entry, "summary"),
        words(entry, "description"),
        listOfWords(entry, "features"),
        new Integration.Publisher(
            text(entry.path("publisher"), "name"), yes(entry.path("publisher"), "verified", false)),
        texts(entry, "categories"),
        texts(entry, "synonyms"),
        entry.hasNonNull("featured") ? (Integer) entry.get("featured").asInt() : null,
        oneOf(
            Integration.Availability.class,
            entry,
            "availability",
            Integration.Availability.AVAILABLE),
        gate(entry),
        yes(entry, "sensitive", false),
        text(entry, "docs"),
        noun(entry, "account_noun"),
        entry.has("auth") ? ReadingAuth.read(entry.get("auth")) : null,
        entry.has("check") ? ReadingCalls.check(entry.get("check")) : null,
        entry.has("installations") ? ReadingCalls.installations(entry.get("installations")) : null,
        resources(entry),
        list(entry, "steps", ReadingAnEntry::step),
        entry.has("webhook") ? ReadingWebhooks.read(entry.get("webhook")) : null,
        words(entry, "warning"),
        list(entry, "inputs", ReadingAnEntry::input),
        text(entry, "verified_by", "docs-only"),
        logo,
        limits(entry.path("limits")));
  }

  private static Integration.Limits limits(JsonNode limits) {
    return new Integration.Limits(
        limits.hasNonNull("per_second") ? (Double) limits.get("per_second").asDouble() : null,
        limits.hasNonNull("concurrency") ? (Integer) limits.get("concurrency").asInt() : null);
  }

  static Field field(JsonNode field) {
    return new Field(
        text(field, "id"),
        oneOf(Field.Type.class, field, "type", Field.Type.TEXT),
        words(field, "label"),
        words(field, "help"),
        text(field, "example"),
        yes(field, "required", false),
        yes(field, "secret", false),
        textOrNull(field, "pattern"),
        list(
            field,
            "options",
            option -> new Field.Option(text(option, "id"), words(option, "label"))),
        initial(field.path("initial")));
  }

  private static String initial(JsonNode initial) {
    return initial.isArray()
        ? initial.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : initial.asString("");
  }

  private static Integration.@Nullable Gate gate(JsonNode entry) {
    if (!entry.has("gate")) {
      return null;
    }
    var gate = entry.get("gate");
    return new Integration.Gate(
        textOrNull(gate, "plan"), textOrNull(gate, "flag"), text(gate, "otherwise").equals("hide"));
  }

  private static Map<String, ResourceKind> resources(JsonNode entry) {
    var kinds = new LinkedHashMap<String, ResourceKind>();
    map(entry, "resources", node -> node)
        .forEach((id, node) -> kinds.put(id, ReadingCalls.resource(id, node)));
    return Collections.unmodifiableMap(kinds);
  }

  private static Step step(JsonNode step) {
    var id = text(step, "id");
    var title = words(step, "title");
    var help = words(step, "help");
    var optional = yes(step, "optional", false);
    return switch (text(step, "kind")) {
      case "connect" -> new Step.Connect(id, title, help, optional);
      case "pick" ->
          new Step.Pick(
              id,
              title,
              help,
              optional,
              text(step, "of"),
              step.path("min").asInt(1),
              step.path("max").asInt(Step.Pick.MOST));
      case "form" ->
          new Step.Form(
              id,
              title,
              help,
              optional,
              oneOf(Step.On.class, step, "on", Step.On.INSTALL),
              list(step, "fields", ReadingAnEntry::field));
      case "webhook" -> new Step.Webhook(id, title, help, optional);
      default -> throw new IllegalArgumentException("No kind of step: " + step);
    };
  }

  private static Integration.Input input(JsonNode input) {
    return new Integration.Input(
        text(input, "id"),
        text(input, "pattern"),
        words(input, "label"),
        words(input, "help"),
        text(input, "example"));
  }

  static List<Field> fields(JsonNode node) {
    return list(node, "fields", ReadingAnEntry::field);
  }
}
