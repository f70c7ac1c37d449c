package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Integration;
import io.patchbay.database.Columns;
import io.patchbay.testing.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TurnsTest {
  private static final JdbcClient ENGINE = JdbcClient.create(Database.engine());
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Turns turns = new Turns(ENGINE, 50);
  private final String provider = "provider-" + UUID.randomUUID();
  private final AtomicInteger asked = new AtomicInteger();

  private Integration limited(@Nullable Double perSecond, @Nullable Integer concurrency) {
    return Entry.limited(provider, new Integration.Limits(perSecond, concurrency));
  }

  private String ask(Integration entry, Duration longest) {
    return turns.asking(
        entry,
        "check",
        longest,
        () -> {
          asked.incrementAndGet();
          return "asked";
        },
        wait -> "later");
  }

  private Instant nextTurn() {
    return ENGINE
        .sql("select next_at from provider_turns where provider = ?")
        .param(provider)
        .query((row, n) -> Columns.requiredInstant(row, 1))
        .single();
  }

  private double nextTurnIn() {
    return ENGINE
        .sql(
            "select extract(epoch from next_at - clock_timestamp()) from provider_turns where provider = ?")
        .param(provider)
        .query(Double.class)
        .single();
  }

  @Test
  void anEntryThatTakesOneInAThousandSecondsIsAskedOnce() {
    var entry = limited(.001, null);

    assertThat(ask(entry, Duration.ofMillis(1))).isEqualTo("asked");
    assertThat(nextTurnIn()).isBetween(900., 1000.);
    assertThat(ask(entry, Duration.ofMillis(1))).isEqualTo("later");
    assertThat(asked).hasValue(1);
  }

  @Test
  void theOperatorsSettingHoldsWhereItIsLower() {
    var entry = limited(1_000., null);
    ask(entry, Duration.ofMinutes(1));
    var first = nextTurn();
    ask(entry, Duration.ofMinutes(1));
    assertThat(Duration.between(first, nextTurn())).isGreaterThanOrEqualTo(Duration.ofMillis(19));
  }

  @Test
  void noMoreCallsAreUnderWayThanTheEntryAllows() {
    var entry = limited(null, 1);
    var inside =
        turns.asking(entry, "check", AT_ONCE.plusMillis(1), () -> ask(entry, AT_ONCE), wait -> "-");

    assertThat(inside).as("while one is under way").isEqualTo("later");
    assertThat(ask(entry, Duration.ofSeconds(1))).as("once it is over").isEqualTo("asked");
  }
}
