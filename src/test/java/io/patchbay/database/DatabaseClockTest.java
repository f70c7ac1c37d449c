package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseClockTest {
  private static final JdbcClient ENGINE = JdbcClient.create(Database.engine());

  private final AtomicLong nanos = new AtomicLong(42);

  private DatabaseClock clock(Duration off) {
    return new DatabaseClock(ENGINE, () -> Instant.now().plus(off), nanos::get);
  }

  private static Instant there() {
    return ENGINE
        .sql("select clock_timestamp()")
        .query((row, n) -> Columns.requiredInstant(row, 1))
        .single();
  }

  @ParameterizedTest
  @ValueSource(ints = {-60, -10, 0, 10, 60})
  void aNodeWhoseClockIsMinutesOffTellsTheDatabasesTime(int minutes) {
    var clock = clock(Duration.ofMinutes(minutes));
    var before = there();
    var wrong = clock.instant().minus(Duration.ofMinutes(minutes));
    assertThat(wrong).isBetween(before.minusSeconds(1), there().plusSeconds(1));

    before = there();
    clock.start();
    assertThat(clock.instant()).isBetween(before.minusSeconds(1), there().plusSeconds(1));
  }

  @Test
  void betweenTwoLooksItGoesOnByItself() {
    var clock = clock(Duration.ofMinutes(10));
    clock.start();
    var before = clock.instant();

    nanos.addAndGet(Duration.ofSeconds(7).toNanos());

    assertThat(clock.instant()).isEqualTo(before.plusSeconds(7));
  }

  @Test
  void aLookThatTookLongIsNotBelieved() {
    var slow = new AtomicLong();
    var clock =
        new DatabaseClock(
            ENGINE, () -> Instant.EPOCH, () -> slow.getAndAdd(Duration.ofSeconds(1).toNanos()));
    clock.start();
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
  }
}
