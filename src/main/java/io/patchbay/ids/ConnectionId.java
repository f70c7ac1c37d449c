package io.patchbay.ids;

import java.util.UUID;

/** One external account or credential. */
public record ConnectionId(UUID value) {
  public static ConnectionId of(String text) {
    return new ConnectionId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
