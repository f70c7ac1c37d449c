package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What arrives at shared addresses and belongs to nobody here, for operators to see: events of
 * accounts that nobody connected, for a day, and wrong signatures, which anybody can post. These
 * are counted in memory and written down every few seconds, so that they cost no database.
 */
@Component
class Strangers {
  private static final Logger log = LoggerFactory.getLogger(Strangers.class);
  private static final int LONGEST_ID = 200;
  private static final Duration KEPT = Duration.ofHours(2);

  private record Refusal(String integration, Instant hour, String verdict) {}

  private final JdbcClient engine;
  private final InstantSource clock;
  private final Map<Refusal, LongAdder> refusals = new ConcurrentHashMap<>();

  Strangers(@Qualifier("engine") JdbcClient engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  void refused(String integration, Verdict verdict, Instant now) {
    var of = new Refusal(integration, now.truncatedTo(ChronoUnit.HOURS), verdict.word());
    refusals.computeIfAbsent(of, it -> new LongAdder()).increment();
  }

  void unrouted(
      String integration, @Nullable String account, @Nullable String resource, String event) {
    engine
        .sql(
            """
            insert into unrouted_arrivals as it (integration, routed_by, event) values (?, ?, ?)
            on conflict (integration, routed_by) do update
            set last_at = now(), times = it.times + 1, event = excluded.event
            """)
        .param(integration)
        .param(cut(account != null ? account : resource != null ? resource : ""))
        .param(cut(event))
        .update();
  }

  private static String cut(String id) {
    return (id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID)).replace("\0", "");
  }

  /** Writes down what was counted since the last time. */
  void write() {
    refusals.forEach((refusal, counted) -> {
      long times = counted.sumThenReset();
      if (times > 0) {
        write(refusal, times);
      }
    });
    refusals.keySet().removeIf(it -> it.hour().isBefore(clock.instant().minus(KEPT)));
  }

  private void write(Refusal refusal, long times) {
    try {
      engine
          .sql(
              """
              insert into refused_arrivals as it (integration, hour, verdict, times, last_at) values (?, ?, ?, ?, now())
              on conflict (integration, hour, verdict) do update
              set times = it.times + excluded.times, last_at = excluded.last_at
              """)
          .param(refusal.integration())
          .param(at(refusal.hour()))
          .param(refusal.verdict())
          .param(times)
          .update();
    } catch (DataAccessException away) {
      refusals.computeIfAbsent(refusal, it -> new LongAdder()).add(times);
      log.debug("Refused webhooks are counted later", away);
    }
  }
}
