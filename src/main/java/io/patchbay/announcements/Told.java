package io.patchbay.announcements;

import io.patchbay.connections.Reason;
import io.patchbay.ids.ConnectionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the host app was told last of one install. */
record Told(Reason reason, Map<ConnectionId, Reason> connections) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Before anything was said, there was nothing. */
  static final Told NOTHING = new Told(Reason.NOTHING_CONNECTED, Map.of());

  static Told of(String reason, String connections) {
    var told = new HashMap<ConnectionId, Reason>();
    JSON.readValue(connections, new TypeReference<Map<String, String>>() {})
        .forEach((id, word) -> told.put(new ConnectionId(UUID.fromString(id)), reason(word)));
    return new Told(reason(reason), told);
  }

  @Nullable Reason of(ConnectionId connection) {
    return connections.get(connection);
  }

  String json() {
    var words = new LinkedHashMap<String, String>();
    connections.forEach((id, reason) -> words.put(id.toString(), reason.word()));
    return JSON.writeValueAsString(words);
  }

  private static Reason reason(String word) {
    return Reason.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
