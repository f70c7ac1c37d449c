package io.patchbay.providers;

import io.patchbay.catalog.Integration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How often all nodes together ask one provider for one kind of thing: evenly, one after the other
 * (the generic cell rate algorithm without a burst), in one row and by the database's clock.
 */
@Component
class Turns {
  private static final Semaphore OPEN = new Semaphore(Integer.MAX_VALUE);

  /** A turn that is missed by more than this is taken again, a few times. */
  private static final Duration LATE = Duration.ofMillis(50);

  private static final int MISSED_AT_MOST = 3;

  private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();
  private final JdbcClient engine;
  private final int perSecond;

  Turns(
      @Qualifier("engine") JdbcClient engine,
      @Value("${patchbay.egress.per-second:50}") int perSecond) {
    this.engine = engine;
    this.perSecond = perSecond;
  }

  /**
   * Asks in turn, and with no more calls under way on this node than the entry allows.
   *
   * @param longest to wait for a turn
   * @param otherwise what the answer is where the queue is longer than that; it is told how long
   */
  <T> T asking(
      Integration integration,
      String operation,
      Duration longest,
      Supplier<T> call,
      Function<Duration, T> otherwise) {
    var room = room(integration);
    try {
      if (!room.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return otherwise.apply(longest);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return otherwise.apply(longest);
    }
    try {
      return take(integration, operation, longest).map(otherwise).orElseGet(call);
    } finally {
      room.release();
    }
  }

  private Semaphore room(Integration integration) {
    var most = integration.limits().concurrency();
    return most == null
        ? OPEN
        : rooms.computeIfAbsent(
            integration.provider() + " " + most, name -> new Semaphore(most, true));
  }

  /** The lower one of the entry's and the operator's; zero for none. */
  private double perSecond(Integration.Limits limits) {
    var own = limits.perSecond();
    return own == null ? perSecond : perSecond <= 0 ? own : Math.min(own, perSecond);
  }

  /**
   * It is taken where nothing is returned, else says how long the queue is at least. Who comes late
   * to a turn, on a node that stood still for a moment, takes another one: those who were held up
   * together would ask together.
   */
  private Optional<Duration> take(Integration integration, String operation, Duration longest) {
    double most = perSecond(integration.limits());
    if (most <= 0) {
      return Optional.empty();
    }
    for (int missed = 0; missed <= MISSED_AT_MOST; missed++) {
      var wait = reserve(integration.provider(), operation, 1.0 / most, longest);
      if (wait.isEmpty()) {
        return Optional.of(longest);
      }
      long due = System.nanoTime() + wait.get().toNanos();
      if (!pause(wait.get())) {
        return Optional.of(longest);
      }
      if (System.nanoTime() - due <= LATE.toNanos()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** How long until the turn comes; nothing where the queue is too long. */
  private Optional<Duration> reserve(
      String provider, String operation, double step, Duration longest) {
    return engine
        .sql(
            """
            insert into provider_turns as t (provider, operation, next_at)
            values (:provider, :operation, clock_timestamp() + make_interval(secs => :step))
            on conflict (provider, operation) do update
            set next_at = greatest(t.next_at, clock_timestamp()) + make_interval(secs => :step)
            where t.next_at < clock_timestamp() + make_interval(secs => :longest)
            returning extract(epoch from t.next_at - clock_timestamp()) - :step
            """)
        .param("provider", provider)
        .param("operation", operation)
        .param("step", step)
        .param("longest", longest.toMillis() / 1000.0)
        .query(Double.class)
        .optional()
        .map(seconds -> Duration.ofNanos((long) (Math.max(0, seconds) * 1e9)));
  }

  private static boolean pause(Duration wait) {
    try {
      if (wait.isPositive()) {
        Thread.sleep(wait);
      }
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
