package io.patchbay.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * An event as the host app reads it, the same bytes in every retry: {@code type}, {@code timestamp}
 * and {@code data} as Standard Webhooks names them, and whose it is. A provider's own body stands
 * in {@code data.payload} exactly as it was sent where it is JSON, otherwise in {@code
 * data.payload_text} or {@code data.payload_base64}; after three days it is null.
 */
@Component
class Envelopes {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Payloads payloads;

  Envelopes(Payloads payloads) {
    this.payloads = payloads;
  }

  byte[] bytes(Told told) {
    return JSON.writeValueAsBytes(node(told));
  }

  ObjectNode node(Told told) {
    var event = JSON.createObjectNode();
    event.put("id", told.id().toString());
    event.put("type", told.type());
    event.put("timestamp", told.at().toString());
    event.putObject("workspace").put("id", told.workspace().toString()).put("slug", told.slug());
    event.put("sequence", told.seq());
    event.put("integration", told.integration());
    event.put("install", text(told.install()));
    event.put("connection", text(told.connection()));
    event.put("resource", text(told.resource()));
    var data = (ObjectNode) JSON.readTree(told.data());
    if (told.arrival() != null) {
      carry(data, told, told.arrival());
    }
    event.set("data", data);
    return event;
  }

  private static @Nullable String text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  private void carry(ObjectNode data, Told told, byte[] arrival) {
    data.put("content_type", told.contentType());
    var sealed = told.sealed();
    if (sealed == null) {
      data.putNull("payload");
      return;
    }
    var body = payloads.open(arrival, sealed);
    var text = text(body);
    if (text != null && isJson(text)) {
      data.putRawValue("payload", new RawValue(text));
    } else if (text != null) {
      data.put("payload_text", text);
    } else {
      data.put("payload_base64", Base64.getEncoder().encodeToString(body));
    }
  }

  private static @Nullable String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException binary) {
      return null;
    }
  }

  /** One whole document: it goes into ours as it is. */
  private static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      var first = parser.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException notJson) {
      return false;
    }
  }
}
