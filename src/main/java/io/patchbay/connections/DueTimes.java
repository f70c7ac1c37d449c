package io.patchbay.connections;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.providers.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When a connection is asked again, and when its token is renewed. Call it inside the owner's rows.
 *
 * <p>What the user can't fix is tried again by itself, with full jitter (any time between at once
 * and a limit that doubles up to half an hour), and never before the provider's {@code
 * Retry-After}. What only a person can fix waits for the person.
 */
@Component
public class DueTimes {
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);
  private static final Duration SOONEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_AHEAD = Duration.ofDays(1);

  /** One check of a connection on demand in this time, whoever asks, on whichever node. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final JdbcClient sql;
  private final InstantSource clock;

  DueTimes(JdbcClient sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** When to ask again after an answer. */
  static Instant afterAnswer(Integration integration, Instant now) {
    return now.plus(jittered(Expectations.of(integration).checkEvery()));
  }

  /** After a check. */
  void after(ConnectionFacts known, Integration integration, CheckResult result, Instant now) {
    var every = Expectations.of(integration).checkEvery();
    Instant due =
        switch (result) {
          case CheckResult.Answered _ -> afterAnswer(integration, now);
          case CheckResult.Refused _ -> now.plus(jittered(every));
          case CheckResult.Unreachable it -> now.plus(retryIn(it, known));
        };
    boolean waitsForPerson =
        result instanceof CheckResult.Refused it
            && !it.bucket().passesByItself()
            && it.bucket() != Failure.APP_MISCONFIGURED;
    sql.sql(
            """
            update checks_due set due_at = case when ? then 'infinity' else ?::timestamptz end, claimed_until = null, held_by = null, mishaps = 0
            where owner_id = ? and connection_id = ?
            """)
        .param(waitsForPerson)
        .param(at(due))
        .param(known.owner().id())
        .param(known.id().value())
        .update();
  }

  private static Duration retryIn(CheckResult.Unreachable result, ConnectionFacts known) {
    var wait = fullJitter(known.silence() == null ? 0 : known.silence().attempts());
    var asked = result.retryAfter();
    if (asked == null) {
      return wait;
    }
    // not all of those who were told the same come back at the same moment
    var told = asked.plus(between(Duration.ofSeconds(1), Duration.ofSeconds(10)));
    return wait.compareTo(told) > 0 ? wait : told;
  }

  private static Duration fullJitter(int attempts) {
    var grown = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 5));
    return between(SOONEST, grown.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : grown);
  }

  /**
   * Between eight tenths and all but a hundredth of it, so that connections made together are not
   * checked together for ever, and "within six hours" is kept.
   */
  private static Duration jittered(Duration of) {
    return between(of.multipliedBy(80).dividedBy(100), of.multipliedBy(99).dividedBy(100));
  }

  private static Duration between(Duration least, Duration most) {
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(least.toMillis(), most.toMillis() + 1));
  }

  /**
   * Takes the check of a connection that a person wants now. One at a time, not within ten seconds
   * of the last, and never before the time that the provider named.
   *
   * @return false where it is not its time
   */
  public boolean take(ConnectionFacts connection) {
    var now = clock.instant();
    return sql.sql(
                """
                update checks_due d set claimed_until = :until
                from observations o
                where d.owner_id = :owner and d.connection_id = :id and o.owner_id = d.owner_id and o.connection_id = d.connection_id
                  and (d.claimed_until is null or d.claimed_until < :now or d.mishaps >= 5)
                  and (o.last_attempt_at is null or o.last_attempt_at < :pause)
                  and (o.retry_not_before is null or o.retry_not_before <= :now)
                """)
            .param("until", at(now.plus(PAUSE.multipliedBy(6))))
            .param("owner", connection.owner().id())
            .param("id", connection.id().value())
            .param("now", at(now))
            .param("pause", at(now.minus(PAUSE)))
            .update()
        > 0;
  }

  /** Until when the provider asked us to wait, where that lies ahead. */
  public Optional<Instant> waitsUntil(ConnectionFacts connection) {
    return sql.sql(
            "select retry_not_before from observations where owner_id = ? and connection_id = ? and retry_not_before > ?")
        .param(connection.owner().id())
        .param(connection.id().value())
        .param(at(clock.instant()))
        .query((row, number) -> requiredInstant(row, 1))
        .optional();
  }

  /** It was not asked after all: what we allow ourselves per second was used up. */
  public void later(ConnectionFacts connection, Duration wait) {
    sql.sql(
            "update checks_due set due_at = ?, claimed_until = null where owner_id = ? and connection_id = ?")
        .param(at(clock.instant().plus(wait).plus(between(Duration.ZERO, Duration.ofSeconds(2)))))
        .param(connection.owner().id())
        .param(connection.id().value())
        .update();
  }

  /**
   * Renews a token some time before it ends: between a tenth and three tenths of what is left of
   * it, so that tokens that were given out together do not end together for us.
   *
   * @param expiry null where it does not end, or can't be renewed
   */
  public void renewAhead(ConnectionId id, @Nullable Instant expiry) {
    var left = expiry == null ? Duration.ZERO : Duration.between(clock.instant(), expiry);
    if (expiry == null || left.isNegative()) {
      renewAt(id, expiry);
      return;
    }
    var ahead = between(left.dividedBy(10), left.multipliedBy(3).dividedBy(10));
    renewAt(id, expiry.minus(ahead.compareTo(LONGEST_AHEAD) > 0 ? LONGEST_AHEAD : ahead));
  }

  /** After a renewal that nobody answered. */
  public void renewLater(ConnectionId id, @Nullable Duration retryAfter) {
    var wait = between(FIRST_RETRY.dividedBy(2), FIRST_RETRY.multipliedBy(2));
    var told = retryAfter == null ? Duration.ZERO : retryAfter.plusSeconds(1);
    renewAt(id, clock.instant().plus(told.compareTo(wait) > 0 ? told : wait));
  }

  /**
   * @param when null for never
   */
  public void renewAt(ConnectionId id, @Nullable Instant when) {
    sql.sql("update checks_due set refresh_at = ? where connection_id = ?")
        .param(at(when))
        .param(id.value())
        .update();
  }
}
