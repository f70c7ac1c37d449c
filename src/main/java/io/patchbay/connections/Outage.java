package io.patchbay.connections;

import io.patchbay.catalog.Failure;
import java.time.Instant;

/**
 * An incident of a provider that goes on, as a fact of each connection that it affects: its probes
 * count as their attempts.
 *
 * @param as provider_outage or rate_limited
 * @param since the first of the failures that made it an incident
 * @param last the latest probe
 * @param attempts how often the provider was asked since
 */
public record Outage(
    String provider, Failure as, String code, Instant since, Instant last, int attempts) {}
