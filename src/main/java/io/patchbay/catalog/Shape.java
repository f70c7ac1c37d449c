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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** PB002: an entry has the shape that {@code catalog/integration.schema.json} describes. */
final class Shape {
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
    return error.getKeyword().equals("additionalProperties")
        ? unknownProperty(error, pointer)
        : new Finding(pointer, "PB002", capitalized(error.getMessage()));
  }

  private Finding unknownProperty(Error error, String pointer) {
    var keyword = error.getSchemaLocation().getFragment().toString();
    var known = source.at(keyword.substring(0, keyword.lastIndexOf('/'))).path("properties");
    var name = error.getProperty();
    return new Finding(
        pointer + "/" + Pointers.escaped(name),
        "PB002",
        "No property '%s' here. %s".formatted(name, Suggestion.among(name, known.propertyNames())));
  }

  private static String capitalized(String message) {
    return Character.toUpperCase(message.charAt(0)) + message.substring(1);
  }
}
