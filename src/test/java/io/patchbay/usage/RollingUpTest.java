package io.patchbay.usage;

import static io.patchbay.database.Columns.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Old counts are kept by the day, and nothing of them is lost. */
@PatchbayTest
class RollingUpTest {
  @Autowired Usage usage;
  @Autowired Figures figures;

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

  @Test
  void howManyInstallsAreOnStandsOnceForEachDayAsItWasCountedLast() {
    var today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    engine
        .sql(
            """
            insert into usage_counts (hour, integration, what, count) values (?, 'none_of_it', 'active', 7)
            on conflict (hour, integration, what, detail) do update set count = 7
            """)
        .param(at(today))
        .update();
    install();
    figures.keepActive();
    install();
    figures.keepActive();
    assertThat(active(today))
        .isEqualTo(
            engine
                .sql("select count(*) from installs where disabled_at is null")
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2);
  }

  private static void install() {
    Database.asSuperuser()
        .sql(
            "insert into installs (workspace_id, integration, created_by, requires_billing_admin) values (?, 'vercel', ?, false)")
        .params(Database.workspace().value(), UUID.randomUUID())
        .update();
  }

  private long active(Instant day) {
    return engine
        .sql("select sum(count)::bigint from usage_counts where what = 'active' and hour = ?")
        .param(at(day))
        .query(Long.class)
        .single();
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
