package io.patchbay.authorization;

import io.patchbay.events.Happening;
import io.patchbay.ids.ConnectionId;

/** How an attempt to connect ended. Both carry what to show. */
public sealed interface Outcome {
  Happening happening();

  record Kept(ConnectionId connection, Happening happening) implements Outcome {}

  /** Nothing was kept, and the card is as it was. */
  record NotKept(Happening happening) implements Outcome {}
}
