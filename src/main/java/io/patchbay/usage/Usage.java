package io.patchbay.usage;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts in memory and adds to the table every few seconds, so that no page waits for a count. A
 * node that is killed loses the last seconds of its counts and nothing else.
 */
@Component
public class Usage {
  private static final Logger log = LoggerFactory.getLogger(Usage.class);

  /** Nobody adds to an hour that is this long past. */
  private static final Duration KEPT = Duration.ofHours(2);

  private static final Duration HOURS_KEPT = Duration.ofDays(7);

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final JdbcClient engine;
  private final InstantSource clock;

  Usage(@Qualifier("engine") JdbcClient engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  private record Key(Instant hour, String integration, Counted what, String detail) {}

  public void count(Counted what, String integration, String detail) {
    var hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    counts
        .computeIfAbsent(new Key(hour, integration, what, detail), it -> new LongAdder())
        .increment();
  }

  /**
   * @param hour it was counted in
   */
  public record Count(Instant hour, String integration, Counted what, String detail, long count) {}

  /** What was counted since then, with what this node still holds. */
  public List<Count> since(Instant then) {
    keep();
    return engine
        .sql(
            "select hour, integration, what, detail, count from usage_counts where hour >= ? order by hour, integration, what, detail")
        .param(at(then))
        .query(Usage::read)
        .list();
  }

  /** The same by the day, in UTC: each count's hour is its day's first. */
  public List<Count> daily(Instant then) {
    keep();
    return engine
        .sql(
            """
            select date_trunc('day', hour, 'UTC'), integration, what, detail, sum(count)::bigint
            from usage_counts where hour >= ? group by 1, 2, 3, 4
            """)
        .param(at(then))
        .query(Usage::read)
        .list();
  }

  private static Count read(ResultSet row, int number) throws SQLException {
    return new Count(
        requiredInstant(row, 1),
        row.getString(2),
        Counted.of(row.getString(3)),
        row.getString(4),
        row.getLong(5));
  }

  /** Adds up the hours of each day that is over for a week. */
  void rollUp() {
    engine
        .sql(
            """
            with gone as (
              delete from usage_counts
              where hour < date_trunc('day', ?::timestamptz, 'UTC') and hour <> date_trunc('day', hour, 'UTC')
              returning hour, integration, what, detail, count)
            insert into usage_counts as u (hour, integration, what, detail, count)
            select date_trunc('day', hour, 'UTC'), integration, what, detail, sum(count) from gone group by 1, 2, 3, 4
            on conflict (hour, integration, what, detail) do update set count = u.count + excluded.count
            """)
        .param(at(clock.instant().minus(HOURS_KEPT)))
        .update();
  }

  /** Adds what was counted to the table; what could not be added is tried again with the next. */
  public void keep() {
    counts.keySet().removeIf(it -> it.hour().isBefore(clock.instant().minus(KEPT)));
    counts.forEach((key, adder) -> {
      long count = adder.sumThenReset();
      if (count == 0) {
        return;
      }
      try {
        add(key, count);
      } catch (DataAccessException away) {
        adder.add(count);
        log.debug("Counts wait for the database", away);
      }
    });
  }

  private void add(Key key, long count) {
    engine
        .sql(
            """
            insert into usage_counts as u (hour, integration, what, detail, count) values (?, ?, ?, ?, ?)
            on conflict (hour, integration, what, detail) do update set count = u.count + excluded.count
            """)
        .param(at(key.hour()))
        .param(key.integration())
        .param(key.what().word())
        .param(key.detail())
        .param(count)
        .update();
  }
}
