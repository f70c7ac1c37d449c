package io.patchbay.usage;

import static io.patchbay.database.Columns.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.PatchbayTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Old counts are kept by the day, and nothing of them is lost. */
@PatchbayTest
class RollingUpTest {
  @Autowired Usage usage;

  @Autowired
  @Qualifier("engine") JdbcClient engine;

  @Test
  void hoursOfADayThatIsLongOverAreAddedUpAndNewerOnesStay() {
    var day = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var old = day.minus(Duration.ofDays(20));
    for (int hour = 0; hour < 24; hour++) {
      put(old.plus(Duration.ofHours(hour)), hour);
      put(day.minus(Duration.ofDays(1)).plus(Duration.ofHours(hour)), 1);
    }
    usage.rollUp();
    usage.rollUp();
    assertThat(rows(old)).isEqualTo(1);
    assertThat(sum(old)).isEqualTo(23 * 24 / 2);
    assertThat(rows(day.minus(Duration.ofDays(1)))).isEqualTo(24);
  }

  private void put(Instant hour, int count) {
    engine
        .sql(
            "insert into usage_counts (hour, integration, what, count) values (?, 'rolled', 'viewed', ?)")
        .param(at(hour))
        .param(count)
        .update();
  }

  private long rows(Instant day) {
    return ask("count(*)", day);
  }

  private long sum(Instant day) {
    return ask("sum(count)", day);
  }

  private long ask(String what, Instant day) {
    return engine
        .sql(
            "select "
                + what
                + " from usage_counts where integration = 'rolled' and hour >= ? and hour < ?")
        .param(at(day))
        .param(at(day.plus(Duration.ofDays(1))))
        .query(Long.class)
        .single();
  }
}
