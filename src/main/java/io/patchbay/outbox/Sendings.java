package io.patchbay.outbox;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Events on their way. A claim is a lease by the database's clock: a node that dies gives its
 * claims back by their passing, and what it did meanwhile to a claim that was given to another
 * counts for nothing.
 */
@Component
class Sendings {
  /** Longer than a request may take. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private final DataSource app;
  private final DataSource engine;
  private final JdbcClient sql;

  Sendings(DataSource app, @Qualifier("engine") DataSource engine) {
    this.app = app;
    this.engine = engine;
    this.sql = JdbcClient.create(engine);
  }

  /**
   * @param now the database's
   */
  record To(
      UUID id,
      boolean inOrder,
      @Nullable Instant failingSince,
      int failures,
      @Nullable Instant probeAt,
      Instant now) {
    boolean isPaused() {
      return failingSince != null
          && failures >= HostEndpoint.FAILURES
          && Duration.between(failingSince, now).compareTo(HostEndpoint.PATIENCE) >= 0;
    }
  }

  record Claimed(UUID workspace, long seq, int attempts) {}

  /**
   * @param status the HTTP status, or null where nobody answered
   * @param again how long until the next try, where it was not taken
   */
  record Outcome(
      Claimed claimed,
      boolean taken,
      @Nullable Integer status,
      String failure,
      int tookMs,
      Duration again) {}

  List<To> endpoints() {
    return sql.sql(
            """
            select id, in_order, failing_since, failures, probe_at, clock_timestamp()
            from host_endpoints where ended_at is null
            """)
        .query((row, n) ->
            new To(
                uuid(row, 1),
                row.getBoolean(2),
                instant(row, 3),
                row.getInt(4),
                instant(row, 5),
                row.getObject(6, java.time.OffsetDateTime.class).toInstant()))
        .list();
  }

  /** What is due, the oldest first; no two nodes get the same. */
  List<Claimed> claim(To to, UUID claim, int most) {
    return claim(to, claim, most, "d.next_at <= clock_timestamp() and");
  }

  /** The oldest one, due or not, if it is time to try a paused address and nobody else does. */
  List<Claimed> probe(To to, UUID claim, Duration nextProbe) {
    int ours =
        sql.sql(
                """
                update host_endpoints set probe_at = clock_timestamp() + make_interval(secs => :seconds)
                where id = :id and (probe_at is null or probe_at <= clock_timestamp())
                """)
            .param("seconds", nextProbe.toMillis() / 1000.0)
            .param("id", to.id())
            .update();
    return ours == 0 ? List.of() : claim(to, claim, 1, "");
  }

  private List<Claimed> claim(To to, UUID claim, int most, String due) {
    var inOrder =
        to.inOrder()
            ? """
            and not exists (
              select 1 from sendings earlier
              where earlier.endpoint_id = d.endpoint_id and earlier.workspace_id = d.workspace_id
                and (earlier.connection_id = d.connection_id or (earlier.connection_id is null and d.connection_id is null))
                and earlier.seq < d.seq and earlier.sent_at is null and earlier.given_up_at is null)
            """
            : "";
    return sql.sql(
            """
            update sendings s
            set claim = :claim, attempts = s.attempts + 1,
                claimed_until = clock_timestamp() + make_interval(secs => :lease)
            from (
              select d.endpoint_id, d.workspace_id, d.seq from sendings d
              where d.endpoint_id = :endpoint and d.sent_at is null and d.given_up_at is null and
                %s (d.claimed_until is null or d.claimed_until < clock_timestamp())
                %s
              order by d.next_at, d.seq limit :most for update skip locked
            ) next
            where s.endpoint_id = next.endpoint_id and s.workspace_id = next.workspace_id and s.seq = next.seq
            returning s.workspace_id, s.seq, s.attempts
            """
                .formatted(due, inOrder))
        .param("claim", claim)
        .param("lease", LEASE.toSeconds())
        .param("endpoint", to.id())
        .param("most", most)
        .query((row, n) -> new Claimed(uuid(row, 1), row.getLong(2), row.getInt(3)))
        .list();
  }

  /**
   * What the events of one workspace say, read inside of its rows, in one trip: the first of them,
   * as many as carry eight mebibytes together.
   */
  List<Told> read(UUID workspace, List<Claimed> claimed) {
    var told = new ArrayList<Told>(claimed.size());
    new OneTrip()
        .ask(
            "select set_config('app.workspace', ?, true)",
            List.of(workspace.toString()),
            rows -> {})
        .ask(
            "select "
                + Told.COLUMNS
                + """

                from (
                  select e.*, coalesce(sum(octet_length(a.sealed)) over (
                    order by e.seq rows between unbounded preceding and 1 preceding), 0) as before
                  from events e left join arrivals a on a.key = e.arrival
                  where e.workspace_id = (select current_workspace()) and e.seq = any(?)
                ) e
                join workspaces w on w.id = e.workspace_id
                left join arrivals a on a.key = e.arrival
                where e.before < ?
                order by e.seq
                """,
            List.of(claimed.stream().mapToLong(Claimed::seq).toArray(), Feed.MOST_BYTES),
            rows -> {
              while (rows.next()) {
                told.add(Told.read(rows, 1));
              }
            })
        .run(app);
    return told;
  }

  /** Writes down what came of them, where the claim is still ours. */
  void settle(To to, UUID claim, List<Outcome> outcomes) {
    try (var connection = engine.getConnection();
        var settle =
            connection.prepareStatement(
                """
                update sendings s
                set claim = null, claimed_until = null, last_at = clock_timestamp(),
                    last_status = r.status, last_failure = nullif(r.failure, ''), took_ms = r.took,
                    sent_at = case when r.taken then clock_timestamp() end,
                    given_up_at = case when not r.taken and clock_timestamp() + make_interval(secs => r.wait) > s.until
                      then clock_timestamp() end,
                    next_at = case when r.taken then s.next_at
                      else clock_timestamp() + make_interval(secs => r.wait) end
                from unnest(?, ?, ?, ?, ?, ?, ?) as r(workspace_id, seq, taken, status, failure, took, wait)
                where s.endpoint_id = ? and s.claim = ? and s.workspace_id = r.workspace_id and s.seq = r.seq
                """)) {
      settle.setArray(1, array(connection, "uuid", outcomes, it -> it.claimed().workspace()));
      settle.setArray(2, array(connection, "int8", outcomes, it -> it.claimed().seq()));
      settle.setArray(3, array(connection, "bool", outcomes, Outcome::taken));
      settle.setArray(4, array(connection, "int4", outcomes, Outcome::status));
      settle.setArray(5, array(connection, "text", outcomes, Outcome::failure));
      settle.setArray(6, array(connection, "int4", outcomes, Outcome::tookMs));
      settle.setArray(
          7, array(connection, "float8", outcomes, it -> it.again().toMillis() / 1000.0));
      settle.setObject(8, to.id());
      settle.setObject(9, claim);
      settle.executeUpdate();
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("Could not settle what was sent", e);
    }
  }

  /**
   * One success ends every trouble: what waited for an address that was paused goes on at once.
   * Where it only refused some, those keep their own times.
   */
  void works(To to) {
    sql.sql(
            """
            update host_endpoints set last_success_at = clock_timestamp(), failing_since = null, failures = 0,
              last_failure = null, probe_at = null
            where id = ?
            """)
        .param(to.id())
        .update();
    if (to.failures() >= HostEndpoint.FAILURES) {
      sql.sql(
              """
              update sendings set next_at = clock_timestamp() + random() * interval '5 seconds'
              where endpoint_id = ? and sent_at is null and given_up_at is null and next_at > clock_timestamp()
                and attempts > 0
              """)
          .param(to.id())
          .update();
    }
  }

  void fails(To to, int times, String failure) {
    sql.sql(
            """
            update host_endpoints set failing_since = coalesce(failing_since, clock_timestamp()),
              failures = failures + :times, last_failure = :failure
            where id = :id
            """)
        .param("times", times)
        .param("failure", failure)
        .param("id", to.id())
        .update();
  }

  private static <T> java.sql.Array array(
      Connection connection,
      String type,
      List<T> of,
      Function<T, ? extends @Nullable Object> column)
      throws SQLException {
    return connection.createArrayOf(type, of.stream().map(column).toArray());
  }
}
