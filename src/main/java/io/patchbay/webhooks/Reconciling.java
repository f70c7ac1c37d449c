package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.instant;
import static java.util.stream.Collectors.groupingBy;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Reconciliation;
import io.patchbay.providers.Attempts;
import io.patchbay.providers.Attempts.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where a provider tries once, what failed is looked for and asked for again. It then arrives by
 * the same door as every other delivery, is verified as it is, and counts once however often it
 * comes. One node at a time looks, by the database's clock.
 */
@Component
class Reconciling {
  private static final Logger log = LoggerFactory.getLogger(Reconciling.class);

  /** As far as providers remember. */
  private static final Duration FIRST = Duration.ofDays(3);

  /** What was still under way when we looked. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final int MOST_TIMES = 5;

  private final CurrentCatalog catalog;
  private final Attempts attempts;
  private final JdbcClient engine;
  private final InstantSource clock;

  Reconciling(
      CurrentCatalog catalog,
      Attempts attempts,
      @Qualifier("engine") JdbcClient engine,
      InstantSource clock) {
    this.catalog = catalog;
    this.attempts = attempts;
    this.engine = engine;
    this.clock = clock;
  }

  private record Turn(@Nullable Instant seenUntil) {}

  /** Looks wherever it is time to. */
  void round() {
    for (var integration : catalog.get().all()) {
      var webhook = integration.webhook();
      if (webhook != null && webhook.reconciliation() != null && attempts.isPossible(integration)) {
        claim(integration, webhook.reconciliation()).ifPresent(it -> look(integration, it));
      }
    }
  }

  private Optional<Turn> claim(Integration integration, Reconciliation reconciliation) {
    return engine
        .sql(
            """
            insert into reconciliations as r (integration, next_at)
            values (:integration, clock_timestamp() + make_interval(secs => :every))
            on conflict (integration) do update set next_at = excluded.next_at
            where r.next_at <= clock_timestamp()
            returning r.seen_until
            """)
        .param("integration", integration.slug())
        .param("every", reconciliation.every().toSeconds())
        .query((row, n) -> new Turn(instant(row, 1)))
        .optional();
  }

  private void look(Integration integration, Turn turn) {
    var since =
        turn.seenUntil() == null ? clock.instant().minus(FIRST) : turn.seenUntil().minus(OVERLAP);
    switch (attempts.since(integration, since)) {
      case Attempts.Failed it -> {
        log.warn("The deliveries of {} could not be read: {}", integration.slug(), it.code());
        looked(integration, null, 0, it.code());
      }
      case Attempts.Listed it -> bringIn(integration, it);
    }
  }

  private void bringIn(Integration integration, Attempts.Listed read) {
    var listed = read.attempts();
    int asked = 0;
    String failure = read.cut() ? "more_than_was_read" : null;
    for (var open : open(listed)) {
      if (times(integration, open) < MOST_TIMES) {
        var refused = attempts.again(integration, open.id());
        if (refused.isPresent()) {
          failure = refused.get().code();
        } else {
          remember(integration, open);
          asked++;
        }
      }
    }
    if (asked > 0) {
      log.info("{} deliveries of {} were asked for again", asked, integration.slug());
    }
    // What could not be asked for is looked at again.
    var until =
        failure != null
            ? null
            : listed.stream().map(Attempt::at).max(Comparator.naturalOrder()).orElse(null);
    looked(integration, until, asked, failure);
  }

  /** The last attempt of each event of which none arrived, the oldest first. */
  private static List<Attempt> open(List<Attempt> listed) {
    return listed.stream().collect(groupingBy(Attempt::event)).values().stream()
        .filter(tries -> tries.stream().noneMatch(Attempt::arrived))
        .map(tries -> tries.stream().max(Comparator.comparing(Attempt::at)).orElseThrow())
        .sorted(Comparator.comparing(Attempt::at))
        .toList();
  }

  private int times(Integration integration, Attempt of) {
    return engine
        .sql("select times from asked_again where integration = ? and event = ?")
        .param(integration.slug())
        .param(of.event())
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  private void remember(Integration integration, Attempt of) {
    engine
        .sql(
            """
            insert into asked_again as a (integration, event, times) values (?, ?, 1)
            on conflict (integration, event) do update set times = a.times + 1, last_at = now()
            """)
        .param(integration.slug())
        .param(of.event())
        .update();
  }

  private void looked(
      Integration integration, @Nullable Instant until, int asked, @Nullable String failure) {
    engine
        .sql(
            """
            update reconciliations set looked_at = now(), asked = asked + :asked, failure = :failure,
              seen_until = greatest(seen_until, :until)
            where integration = :integration
            """)
        .param("asked", asked)
        .param("failure", failure)
        .param("until", until == null ? null : at(until))
        .param("integration", integration.slug())
        .update();
    engine.sql("delete from asked_again where last_at < now() - interval '7 days'").update();
  }
}
