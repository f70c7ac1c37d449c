package io.patchbay.providers;

import java.time.Duration;
import java.util.Optional;
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
  private final JdbcClient engine;
  private final int perSecond;

  Turns(
      @Qualifier("engine") JdbcClient engine,
      @Value("${patchbay.egress.per-second:50}") int perSecond) {
    this.engine = engine;
    this.perSecond = perSecond;
  }

  /**
   * Waits for a turn; it is taken where nothing is returned.
   *
   * @param longest to wait
   * @return how long the queue is, where that is longer
   */
  Optional<Duration> take(String provider, String operation, Duration longest) {
    if (perSecond <= 0) {
      return Optional.empty();
    }
    var wait =
        engine
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
            .param("step", 1.0 / perSecond)
            .param("longest", longest.toMillis() / 1000.0)
            .query(Double.class)
            .optional();
    if (wait.isEmpty()) {
      return Optional.of(longest);
    }
    return pause((long) (wait.get() * 1_000)) ? Optional.empty() : Optional.of(longest);
  }

  private static boolean pause(long millis) {
    try {
      if (millis > 0) {
        Thread.sleep(millis);
      }
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
