package io.patchbay.installs;

import java.time.Instant;
import java.time.InstantSource;

/** Each thread's own time, which stands still until it is set. */
final class OwnTime implements InstantSource {
  private final ThreadLocal<Instant> now =
      ThreadLocal.withInitial(() -> Instant.parse("2026-11-01T00:00:00Z"));

  void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
