package io.patchbay.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs with the real clock, steps when it is read, or stands still; ahead by what a test ticked.
 */
public final class SettableClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public SettableClock() {
    this(InstantSource.system());
  }

  /** Stands still at this instant until it is ticked. */
  public SettableClock(Instant start) {
    this(InstantSource.fixed(start));
  }

  /** Stands still but for a microsecond each time it is read: no two instants are the same. */
  public static SettableClock stepping() {
    var start = Instant.now();
    var reads = new AtomicLong();
    return new SettableClock(() -> start.plusNanos(1_000 * reads.incrementAndGet()));
  }

  private SettableClock(InstantSource base) {
    this.base = base;
  }

  /** Lets time pass at once. */
  public void tick(Duration time) {
    ahead.updateAndGet(time::plus);
  }

  /** To this instant, which may lie before what it shows. */
  public void set(Instant instant) {
    ahead.set(Duration.between(base.instant(), instant));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }
}
