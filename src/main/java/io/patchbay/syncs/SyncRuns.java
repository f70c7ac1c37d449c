package io.patchbay.syncs;

import static io.patchbay.database.Columns.at;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The host's reports become facts: the open run, how many failed in a row, when the next one comes.
 * The same report twice changes nothing; what arrives after a run's end is too late.
 */
@Component
public class SyncRuns {
  private static final int KEPT = 100;

  private final Tenancy tenancy;
  private final Connections connections;
  private final CurrentCatalog catalog;
  private final JdbcClient sql;
  private final InstantSource clock;

  SyncRuns(
      Tenancy tenancy,
      Connections connections,
      CurrentCatalog catalog,
      JdbcClient sql,
      InstantSource clock) {
    this.tenancy = tenancy;
    this.connections = connections;
    this.catalog = catalog;
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * Writes one report down.
   *
   * @return what is known of the connection's syncs now; empty where it is not there, or its entry
   *     left the catalog
   */
  public Optional<ConnectionFacts.Syncs> report(Owner owner, ConnectionId id, SyncReport report) {
    return tenancy.within(
        Scope.of(owner),
        () ->
            connections
                .find(id)
                .flatMap(it -> catalog.get().find(it.integration()))
                .flatMap(entry -> report(entry, id, report)));
  }

  /** The same inside the owner's rows, for a connection of this entry. */
  public Optional<ConnectionFacts.Syncs> report(
      Integration entry, ConnectionId id, SyncReport report) {
    return connections
        .changing(entry, id, known -> write(known, report))
        .map(ConnectionFacts::syncs);
  }

  private record Run(UUID id, Instant startedAt, boolean ended) {}

  private void write(ConnectionFacts known, SyncReport report) {
    var now = clock.instant();
    var run = find(known, report.run()).orElseGet(() -> begin(known, report.run(), now));
    if (run.ended()) {
      return;
    }
    boolean ends = report.state() != SyncReport.State.RUNNING;
    sql.sql(
            """
            update sync_runs set
              reported_at = :now, done = coalesce(:done, done), total = coalesce(:total, total),
              kind = coalesce(:kind, kind), row_count = coalesce(:rows, row_count),
              ended_at = case when :ends then :now end, failed = :failed, code = :code
            where owner_id = :owner and connection_id = :connection and id = :id
            """)
        .param("now", at(now))
        .param("done", report.done())
        .param("total", report.total())
        .param("kind", report.kind())
        .param("rows", report.rows())
        .param("ends", ends)
        .param("failed", report.state() == SyncReport.State.FAILED)
        .param("code", report.code())
        .param("owner", known.owner().id())
        .param("connection", known.id().value())
        .param("id", run.id())
        .update();
    switch (report.state()) {
      case RUNNING -> open(known, run, report, now);
      case FINISHED -> finished(known, report, now);
      case FAILED -> failed(known, report, now);
    }
  }

  private Optional<Run> find(ConnectionFacts known, @Nullable String run) {
    return sql.sql(
            """
            select id, started_at, ended_at is not null as ended from sync_runs
            where owner_id = :owner and connection_id = :connection
              and (run = :run or (:run::text is null and ended_at is null))
            order by id desc limit 1
            """)
        .param("owner", known.owner().id())
        .param("connection", known.id().value())
        .param("run", run)
        .query((row, n) ->
            new Run(
                row.getObject(1, UUID.class), row.getTimestamp(2).toInstant(), row.getBoolean(3)))
        .optional();
  }

  private Run begin(ConnectionFacts known, @Nullable String run, Instant now) {
    forgetOld(known);
    var id =
        sql.sql(
                """
                insert into sync_runs (owner_id, connection_id, run, started_at, reported_at)
                values (?, ?, coalesce(?, uuidv7()::text), ?, ?) returning id
                """)
            .param(known.owner().id())
            .param(known.id().value())
            .param(run)
            .param(at(now))
            .param(at(now))
            .query(UUID.class)
            .single();
    return new Run(id, now, false);
  }

  private void forgetOld(ConnectionFacts known) {
    sql.sql(
            """
            delete from sync_runs where owner_id = :owner and connection_id = :connection and id <= (
              select id from sync_runs where owner_id = :owner and connection_id = :connection
              order by id desc offset :kept limit 1)
            """)
        .param("owner", known.owner().id())
        .param("connection", known.id().value())
        .param("kept", KEPT)
        .update();
  }

  private void open(ConnectionFacts known, Run run, SyncReport report, Instant now) {
    sql.sql(
            """
            update observations set
              sync_done = case when sync_open_since = :since then coalesce(:done, sync_done) else :done end,
              sync_total = case when sync_open_since = :since then coalesce(:total, sync_total) else :total end,
              sync_kind = case when sync_open_since = :since then coalesce(:kind, sync_kind) else :kind end,
              sync_open_since = :since, sync_reported_at = :now, next_sync_by = coalesce(:next, next_sync_by)
            where owner_id = :owner and connection_id = :connection
            """)
        .param("since", at(run.startedAt()))
        .param("done", report.done())
        .param("total", report.total())
        .param("kind", report.kind())
        .param("now", at(now))
        .param("next", at(next(report, now)))
        .param("owner", known.owner().id())
        .param("connection", known.id().value())
        .update();
  }

  private void finished(ConnectionFacts known, SyncReport report, Instant now) {
    end(
        "failed_sync_runs = 0, sync_failing_since = null, sync_failed_code = null, last_sync_at = :now",
        known,
        report,
        now);
  }

  private void failed(ConnectionFacts known, SyncReport report, Instant now) {
    end(
        "failed_sync_runs = failed_sync_runs + 1, sync_failing_since = coalesce(sync_failing_since, :now), sync_failed_code = :code",
        known,
        report,
        now);
  }

  private void end(String outcome, ConnectionFacts known, SyncReport report, Instant now) {
    sql.sql(
            "update observations set "
                + outcome
                + """
                ,
                  sync_open_since = null, sync_done = null, sync_total = null, sync_kind = null,
                  sync_reported_at = :now, next_sync_by = :next
                where owner_id = :owner and connection_id = :connection
                """)
        .param("now", at(now))
        .param("code", report.code())
        .param("next", at(next(report, now)))
        .param("owner", known.owner().id())
        .param("connection", known.id().value())
        .update();
  }

  private static @Nullable Instant next(SyncReport report, Instant now) {
    return report.nextWithin() == null ? null : now.plus(report.nextWithin());
  }
}
