package io.patchbay.hostapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers against the schemas of the OpenAPI document. */
record Shapes(JsonNode document) {

  void hold(String name, Host.Heard heard) {
    var schema = ((ObjectNode) document.deepCopy()).retain("components");
    schema.put("$ref", "#/components/schemas/" + name);
    var errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema.toString(), InputFormat.JSON)
            .validate(heard.json());
    assertThat(errors).as("%s: %s", name, heard.body()).isEmpty();
  }
}
