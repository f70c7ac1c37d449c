package io.patchbay.sources;

import io.patchbay.ids.ConnectionId;
import io.patchbay.setup.PickAsked;
import java.util.LinkedHashMap;
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
    PickAsked list,
    boolean another,
    @Nullable UUID done) {
  /** The same with the account named that is shown. */
  ConnectAsked through(ConnectionId account) {
    return new ConnectAsked(provider, account.value(), list, another, done);
  }

  /**
   * Whether somebody comes to the page with it, or back to it, and not from one part to another.
   */
  boolean opening() {
    return !another && list.equals(PickAsked.FIRST);
  }

  ConnectAsked with(PickAsked list) {
    return new ConnectAsked(provider, connection, list, false, null);
  }

  ConnectAsked wrong(String code) {
    return with(list.wrong(code));
  }

  ConnectAsked done(@Nullable UUID id) {
    return new ConnectAsked(
        provider, connection, new PickAsked(list.installation(), "", 1, ""), false, id);
  }

  /** The address below a workspace's {@code /connect}, with its question mark. */
  String suffix() {
    var parts = new LinkedHashMap<String, String>();
    parts.put("provider", provider);
    parts.put("connection", connection == null ? "" : connection.toString());
    list.addTo(parts);
    parts.put("another", another ? "true" : "");
    parts.put("done", done == null ? "" : done.toString());
    return PickAsked.suffix(parts);
  }
}
