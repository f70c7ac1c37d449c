package io.patchbay.activity;

import io.patchbay.events.What;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of an install's history.
 *
 * @param byName who did it, as the workspace knew them; null for the system
 */
public record Entry(
    UUID id,
    Instant at,
    What what,
    String integration,
    @Nullable String byName,
    @Nullable String account,
    @Nullable String code,
    Map<String, String> details) {}
