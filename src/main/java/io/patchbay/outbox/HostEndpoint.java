package io.patchbay.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address of the host app, and what was observed of it.
 *
 * @param inOrder whether an event waits until the earlier ones of its connection were taken
 * @param failingSince the first failure since the last success; null while it works
 * @param failures since the last success
 * @param lastFailure in a few safe words
 * @param probeAt while it is paused: when one event is tried again
 */
public record HostEndpoint(
    UUID id,
    String name,
    String url,
    boolean inOrder,
    Instant changedAt,
    @Nullable Instant lastSuccess,
    @Nullable Instant failingSince,
    int failures,
    @Nullable String lastFailure,
    @Nullable Instant probeAt) {
  static final int FAILURES = 10;
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Failing for long: one event at a time is tried until one is taken, then all go on. */
  public boolean isPaused(Instant now) {
    return failingSince != null
        && failures >= FAILURES
        && Duration.between(failingSince, now).compareTo(PATIENCE) >= 0;
  }
}
