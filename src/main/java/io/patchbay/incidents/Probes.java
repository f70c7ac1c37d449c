package io.patchbay.incidents;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One question at a time, in the whole cluster, to a provider in an incident: whoever leases the
 * incident's row asks with one connection. They come seldom enough to spare the provider, and often
 * enough to notice its recovery within two minutes.
 */
@Component
public class Probes {
  static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static final Duration AFTER_A_GOOD_ONE = Duration.ofSeconds(2);

  /** Longer than any check takes, renewal of the token included. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final JdbcClient engine;
  private final Incidents incidents;
  private final InstantSource clock;

  Probes(@Qualifier("engine") JdbcClient engine, Incidents incidents, InstantSource clock) {
    this.engine = engine;
    this.incidents = incidents;
    this.clock = clock;
  }

  /** With whom to ask. */
  public record Probe(Incident incident, Owner owner, ConnectionId connection) {}

  /**
   * The right to probe one provider whose time has come; empty where there is nothing to probe, or
   * somebody else does.
   */
  public Optional<Probe> take() {
    var now = clock.instant();
    return engine
        .sql(
            """
            update incidents set probe_until = :until
            where id = (
              select id from incidents
              where ended_at is null and next_probe_at <= :now and (probe_until is null or probe_until < :now)
              order by next_probe_at limit 1 for update skip locked)
            returning id, provider, bucket, code, began_at, ended_at, affected, failed_probes
            """)
        .param("now", at(now))
        .param("until", at(now.plus(LEASE)))
        .query((row, n) -> Incidents.read(row))
        .optional()
        .flatMap(this::withSomebody);
  }

  /** Who was silent longest ago is asked with first, so that no one account carries all of it. */
  private Optional<Probe> withSomebody(Incident incident) {
    var somebody =
        engine
            .sql(
                """
                select s.owner_kind, s.owner_id, s.connection_id from provider_silences s
                join checks_due d on d.owner_id = s.owner_id and d.connection_id = s.connection_id
                where s.provider = ? order by s.at limit 1
                """)
            .param(incident.provider())
            .query((row, n) ->
                new Probe(
                    incident,
                    Owner.of(row.getString(1), uuid(row, 2)),
                    new ConnectionId(uuid(row, 3))))
            .optional();
    if (somebody.isEmpty()) {
      // Every connection that showed it was removed: there is nobody left to say more.
      incidents.end(incident);
    }
    return somebody;
  }

  /**
   * Nobody answered.
   *
   * @param retryAfter what the provider asked for, or null
   */
  public void failed(Probe probe, @Nullable Duration retryAfter) {
    var wait = wait(probe.incident().failedProbes());
    var now = clock.instant();
    engine
        .sql(
            """
            update incidents set failed_probes = failed_probes + 1, good_probes = 0, last_probe_at = :now,
              next_probe_at = :next, probe_until = null
            where id = :id and ended_at is null
            """)
        .param("now", at(now))
        .param(
            "next",
            at(now.plus(retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait)))
        .param("id", probe.incident().id())
        .update();
  }

  private static Duration wait(int failed) {
    var grown = FIRST.multipliedBy(1L << Math.min(failed, 4));
    var longest = grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(longest.toMillis() / 2, longest.toMillis()));
  }

  /** It was answered, whatever was said: two in a row are the end. */
  public void answered(Probe probe) {
    var now = clock.instant();
    int good =
        engine
            .sql(
                """
                update incidents set good_probes = good_probes + 1, next_probe_at = :next, probe_until = null
                where id = :id and ended_at is null returning good_probes
                """)
            .param("next", at(now.plus(AFTER_A_GOOD_ONE)))
            .param("id", probe.incident().id())
            .query(Integer.class)
            .optional()
            .orElse(0);
    if (good >= Incidents.GOOD_PROBES) {
      incidents.end(probe.incident());
    }
  }

  /** Nothing was learned: the connection is gone, or its turn has not come. */
  public void given(Probe probe) {
    engine
        .sql(
            "delete from provider_silences where provider = ? and owner_id = ? and connection_id = ?")
        .param(probe.incident().provider())
        .param(probe.owner().id())
        .param(probe.connection().value())
        .update();
    engine
        .sql("update incidents set next_probe_at = ?, probe_until = null where id = ?")
        .param(at(clock.instant().plus(AFTER_A_GOOD_ONE)))
        .param(probe.incident().id())
        .update();
  }
}
