package io.patchbay.sources;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the connect page asks for: all of its state but the draft.
 *
 * @param provider an integration's slug; empty for the first suggested
 * @param done the outcome to tell, or null
 */
record ConnectAsked(
    String provider,
    @Nullable UUID connection,
    String installation,
    String query,
    int page,
    boolean another,
    String wrong,
    @Nullable UUID done) {
  private static final int LONGEST = 200;

  ConnectAsked {
    query = query.strip();
    query = query.length() > LONGEST ? query.substring(0, LONGEST) : query;
    installation = installation.length() > LONGEST ? "" : installation;
    page = Math.clamp(page, 1, 1_000);
  }

  ConnectAsked at(String installation) {
    return new ConnectAsked(provider, connection, installation, query, 1, false, "", null);
  }

  ConnectAsked search(String query) {
    return new ConnectAsked(provider, connection, installation, query, 1, false, "", null);
  }

  ConnectAsked on(int page) {
    return new ConnectAsked(provider, connection, installation, query, page, false, "", null);
  }

  ConnectAsked wrong(String code) {
    return new ConnectAsked(provider, connection, installation, query, page, false, code, null);
  }

  ConnectAsked done(@Nullable UUID id) {
    return new ConnectAsked(provider, connection, installation, "", 1, false, "", id);
  }

  /** The address below a workspace's {@code /connect}, with its question mark. */
  String suffix() {
    var parts = new StringBuilder();
    add(parts, "provider", provider);
    add(parts, "connection", connection == null ? "" : connection.toString());
    add(parts, "installation", installation);
    add(parts, "q", query);
    add(parts, "page", page == 1 ? "" : String.valueOf(page));
    add(parts, "another", another ? "true" : "");
    add(parts, "wrong", wrong);
    add(parts, "done", done == null ? "" : done.toString());
    return parts.toString();
  }

  private static void add(StringBuilder parts, String name, String value) {
    if (!value.isEmpty()) {
      parts
          .append(parts.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
