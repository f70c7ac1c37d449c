package io.patchbay.events;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something the host app is told of. Published inside the transaction that made it so; what keeps
 * it for delivery is part of that transaction.
 *
 * @param id stays the same over every retry
 * @param type the event's name, such as {@code connection.failed} or {@code status.changed}
 * @param data what the event says beyond its ids, as JSON values; never a secret
 */
public record Announcement(
    UUID id,
    Instant at,
    String type,
    WorkspaceId workspace,
    @Nullable String integration,
    @Nullable InstallId install,
    @Nullable ConnectionId connection,
    Map<String, Object> data) {}
