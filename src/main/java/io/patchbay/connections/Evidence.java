package io.patchbay.connections;

import io.patchbay.ids.ConnectionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored fact that a status rests on.
 *
 * @param fact its name, such as {@code check_refused}
 * @param connection whose it is; null for a fact of the install
 * @param code the internal code, a scope or a step; safe to show
 */
public record Evidence(
    String fact, @Nullable ConnectionId connection, Instant at, @Nullable String code) {}
