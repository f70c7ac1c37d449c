package io.patchbay.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Runs with the real clock, or stands still; ahead of either by what a test ticked. */
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
