package io.patchbay.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.patchbay.catalog.rules.Finding;
import io.patchbay.catalog.rules.Pointers;
import io.patchbay.catalog.rules.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** PB002: an entry has the shape that {@code catalog/integration.schema.json} describes. */
final class Shape {
  private static final Pattern ALTERNATIVE =
      Pattern.compile("(?<around>.*?)/(?<kind>anyOf|oneOf)(/.*)?");

  private final Schema schema;
  private final JsonNode source;

  private Shape(Schema schema, JsonNode source) {
    this.schema = schema;
    this.source = source;
  }

  /**
   * Costs more than the rest of the catalog, which is why a start without own entries does without
   * it.
   */
  static Shape load() {
    try (InputStream in = Shape.class.getResourceAsStream("/catalog/integration.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("catalog/integration.schema.json is not on the class path");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      var source = JsonMapper.shared().readTree(text);
      return new Shape(registry.getSchema(text, InputFormat.JSON), source);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  List<Finding> check(JsonNode entry) {
    return schema.validate(entry).stream().map(this::finding).distinct().toList();
  }

  private Finding finding(Error error) {
    var pointer = error.getInstanceLocation().toString();
    var unknown = error.getKeyword().equals("additionalProperties") && !isAlternative(error);
    return new Finding(
        unknown ? pointer + "/" + Pointers.escaped(error.getProperty()) : pointer,
        "PB002",
        message(error));
  }

  private String message(Error error) {
    if (isAlternative(error)) {
      return alternatives(error);
    }
    var keyword = keyword(error);
    var around = source.at(keyword.substring(0, keyword.lastIndexOf('/')));
    var known = around.path("properties");
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          "No property '%s' here. %s"
              .formatted(
                  error.getProperty(),
                  Suggestion.among(error.getProperty(), known.propertyNames()));
      case "required" ->
          "'%s' is missing. %s"
              .formatted(error.getProperty(), explained(known.path(error.getProperty())).strip());
      case "enum" ->
          "'%s' is no word for this. %s"
              .formatted(
                  error.getInstanceNode().asString(""),
                  Suggestion.among(
                      error.getInstanceNode().asString(""),
                      around.path("enum").valueStream().map(word -> word.asString("")).toList()));
      case "maxProperties" -> "Write exactly one of " + String.join(", ", known.propertyNames());
      case "false" -> "This has no place here. Delete it";
      default -> capitalized(error.getMessage()) + explained(around);
    };
  }

  private static boolean isAlternative(Error error) {
    return ALTERNATIVE.matcher(keyword(error)).matches();
  }

  /** One sentence in place of one complaint for each alternative. */
  private String alternatives(Error error) {
    var parts = ALTERNATIVE.matcher(keyword(error));
    if (!parts.matches()) {
      throw new IllegalArgumentException("No alternative: " + error);
    }
    var around = source.at(parts.group("around"));
    var names =
        around
            .path(parts.group("kind"))
            .valueStream()
            .map(one -> one.path("required").path(0).asString(""))
            .toList();
    return around.has("properties")
        ? "Write %s one of %s"
            .formatted(
                parts.group("kind").equals("oneOf") ? "exactly" : "at least",
                String.join(", ", names))
        : "This is not what belongs here." + explained(around);
  }

  private static String explained(JsonNode schema) {
    var description = schema.path("description").asString("");
    var example = schema.path("examples").path(0);
    return (description.isEmpty() ? "" : " " + description + ".")
        + (example.isMissingNode() ? "" : " Example: " + example);
  }

  private static String keyword(Error error) {
    return error.getSchemaLocation().getFragment().toString();
  }

  private static String capitalized(String message) {
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
