package io.patchbay.incidents;

import io.patchbay.catalog.Failure;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider that fails many connections alike, from its beginning to its end.
 *
 * @param as provider_outage or rate_limited
 * @param endedAt null while it goes on
 * @param affected connections that had failed alike when it was noticed
 */
public record Incident(
    UUID id,
    String provider,
    Failure as,
    String code,
    Instant beganAt,
    @Nullable Instant endedAt,
    int affected,
    int failedProbes) {}
