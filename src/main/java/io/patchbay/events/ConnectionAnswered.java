package io.patchbay.events;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;

/**
 * A check of this connection was answered well, just now. Published outside of any transaction:
 * whoever listens may ask the provider for more.
 */
public record ConnectionAnswered(Owner owner, ConnectionId connection) {}
