package io.patchbay.incidents;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The breaker of each provider, shared by all nodes because it is a row: three connections that
 * fail alike, with no answer to anybody between them, open it; two answered probes in a row close
 * it. While it is open, due checks are put aside, and {@link Probes} ask now and then with one
 * connection.
 */
@Component
public class Incidents {
  static final int ALIKE = 3;
  static final int GOOD_PROBES = 2;

  /** Failures further apart than this have nothing to do with each other. */
  private static final Duration TOGETHER = Duration.ofMinutes(10);

  /** Over this time those who were put aside are asked again. */
  static final Duration SPREAD = Duration.ofSeconds(60);

  private static final Duration ANSWERS_KEPT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Logger log = LoggerFactory.getLogger(Incidents.class);
  private static final String COLUMNS =
      "id, provider, bucket, code, began_at, ended_at, affected, failed_probes";

  private final JdbcClient engine;
  private final CurrentCatalog catalog;
  private final InstantSource clock;
  private final TransactionTemplate transactions;
  private final Map<String, Instant> answersKept = new ConcurrentHashMap<>();
  private final Map<String, Instant> workedKept = new ConcurrentHashMap<>();

  Incidents(
      @Qualifier("engine") JdbcClient engine,
      @Qualifier("engine") DataSource pool,
      CurrentCatalog catalog,
      InstantSource clock) {
    this.engine = engine;
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Those that go on, by provider. */
  public Map<String, Incident> open() {
    var open = new HashMap<String, Incident>();
    engine
        .sql("select " + COLUMNS + " from incidents where ended_at is null")
        .query((row, n) -> read(row))
        .list()
        .forEach(it -> open.put(it.provider(), it));
    return open;
  }

  /** The newest, those that go on first. */
  public List<Incident> newest(int atMost) {
    return engine
        .sql(
            "select "
                + COLUMNS
                + " from incidents order by ended_at is not null, began_at desc limit ?")
        .param(atMost)
        .query((row, n) -> read(row))
        .list();
  }

  static Incident read(ResultSet row) throws SQLException {
    return new Incident(
        uuid(row, 1),
        row.getString(2),
        Failure.of(row.getString(3)),
        row.getString(4),
        requiredInstant(row, 5),
        instant(row, 6),
        row.getInt(7),
        row.getInt(8));
  }

  /**
   * A provider answered somebody, whatever it said.
   *
   * @param well whether it objected to nothing
   */
  public void answered(
      String provider, boolean well, boolean wasSilent, Owner owner, ConnectionId connection) {
    if (well) {
      worked(provider);
    }
    var now = clock.instant();
    var kept = answersKept.get(provider);
    if (wasSilent) {
      engine
          .sql(
              "delete from provider_silences where provider = ? and owner_id = ? and connection_id = ?")
          .param(provider)
          .param(owner.id())
          .param(connection.value())
          .update();
    }
    if (wasSilent || kept == null || kept.isBefore(now.minus(ANSWERS_KEPT))) {
      answersKept.put(provider, now);
      engine
          .sql(
              """
              insert into provider_answers as a (provider, answered_at) values (?, ?)
              on conflict (provider) do update set answered_at = greatest(a.answered_at, excluded.answered_at)
              """)
          .param(provider)
          .param(at(now))
          .update();
    }
  }

  /** A provider answered somebody well; kept now and then. */
  void worked(String provider) {
    var now = clock.instant();
    var kept = workedKept.get(provider);
    if (kept == null || kept.isBefore(now.minus(ANSWERS_KEPT))) {
      workedKept.put(provider, now);
      engine
          .sql(
              """
              insert into provider_answers as a (provider, answered_at, worked_at) values (:provider, :at, :at)
              on conflict (provider) do update
                set answered_at = greatest(a.answered_at, excluded.answered_at), worked_at = greatest(a.worked_at, excluded.worked_at)
              """)
          .param("provider", provider)
          .param("at", at(now))
          .update();
    }
  }

  /** When each provider answered anybody well last; none where it never did. */
  public Map<String, Instant> lastWorked() {
    var found = new HashMap<String, Instant>();
    engine
        .sql("select provider, worked_at from provider_answers where worked_at is not null")
        .query(row -> {
          found.put(row.getString(1), requiredInstant(row, 2));
        });
    return found;
  }

  /**
   * A provider did not answer for a connection, or said "later".
   *
   * @param retryAfter what it asked for, or null
   */
  public void silent(
      String provider,
      Owner owner,
      ConnectionId connection,
      Failure as,
      String code,
      @Nullable Duration retryAfter) {
    var now = clock.instant();
    engine
        .sql(
            """
            insert into provider_silences (provider, owner_kind, owner_id, connection_id, bucket, code, at, not_before)
            values (:provider, :kind, :owner, :connection, :bucket, :code, :now, :notBefore)
            on conflict (provider, owner_id, connection_id) do update
            set bucket = excluded.bucket, code = excluded.code, at = excluded.at, not_before = excluded.not_before
            """)
        .param("provider", provider)
        .param("kind", owner.kind())
        .param("owner", owner.id())
        .param("connection", connection.value())
        .param("bucket", as.word())
        .param("code", code)
        .param("now", at(now))
        .param("notBefore", at(retryAfter == null ? now : now.plus(retryAfter)))
        .update();
    begin(provider, as, code, now).ifPresent(this::noticed);
  }

  private Optional<Incident> begin(String provider, Failure as, String code, Instant now) {
    return engine
        .sql(
            """
            insert into incidents (provider, bucket, code, began_at, affected, last_probe_at, next_probe_at)
            select :provider, :bucket, :code, min(alike.at), count(*), :now, greatest(:soon, max(alike.not_before))
            from (
              select s.at, s.not_before from provider_silences s
              where s.provider = :provider and s.bucket = :bucket and s.at > :together
                and s.at > coalesce((select a.answered_at from provider_answers a where a.provider = :provider), '-infinity')
            ) as alike
            having count(*) >= :alike
            on conflict do nothing
            returning id, provider, bucket, code, began_at, ended_at, affected, failed_probes
            """)
        .param("provider", provider)
        .param("bucket", as.word())
        .param("code", code)
        .param("now", at(now))
        .param("soon", at(now.plus(Probes.FIRST)))
        .param("together", at(now.minus(TOGETHER)))
        .param("alike", ALIKE)
        .query((row, n) -> read(row))
        .optional();
  }

  /** Statuses change by it without anything happening to their connections. */
  private void noticed(Incident incident) {
    log.warn(
        "Incident of {}: {} connections failed alike ({})",
        incident.provider(),
        incident.affected(),
        incident.code());
    engine
        .sql("update announced_statuses set look_at = least(look_at, ?) where integration = any(?)")
        .param(at(incident.beganAt().plus(PATIENCE).plusMillis(1)))
        .param(integrations(incident.provider()))
        .update();
  }

  /**
   * A due check of its provider waits for its end, which in turn waits for whoever is just held.
   */
  public void hold(Incident incident, Owner owner, ConnectionId connection) {
    engine
        .sql(
            """
            with going_on as (select id from incidents where id = ? and ended_at is null for share)
            update checks_due d set held_by = i.id, due_at = 'infinity', claimed_until = null
            from going_on i where d.owner_id = ? and d.connection_id = ?
            """)
        .param(incident.id())
        .param(owner.id())
        .param(connection.value())
        .update();
  }

  /**
   * Everybody who waited is asked again soon, and not all at once. All of it or nothing: who was
   * held by an incident that is over would wait for good.
   */
  void end(Incident incident) {
    transactions.executeWithoutResult(status -> {
      int ended =
          engine
              .sql("update incidents set ended_at = ? where id = ? and ended_at is null")
              .param(at(clock.instant()))
              .param(incident.id())
              .update();
      if (ended > 0) {
        ended(incident);
      }
    });
  }

  private void ended(Incident incident) {
    var now = clock.instant();
    log.warn("The incident of {} is over", incident.provider());
    engine
        .sql(
            """
            update checks_due set held_by = null, due_at = :now::timestamptz + random() * make_interval(secs => :spread)
            where held_by = :id
            """)
        .param("now", at(now))
        .param("spread", (double) SPREAD.toSeconds())
        .param("id", incident.id())
        .update();
    engine
        .sql(
            """
            with silent as (
              delete from provider_silences where provider = :provider returning owner_id, connection_id, not_before
            )
            update checks_due d set due_at = greatest(
              s.not_before, least(d.due_at, :now::timestamptz + random() * make_interval(secs => :spread)))
            from silent s
            where d.owner_id = s.owner_id and d.connection_id = s.connection_id and d.due_at <> 'infinity'
            """)
        .param("provider", incident.provider())
        .param("now", at(now))
        .param("spread", (double) SPREAD.toSeconds())
        .update();
    engine
        .sql(
            """
            update announced_statuses set look_at = least(look_at, ?)
            where integration = any(?) and reason in ('provider_outage', 'rate_limited')
            """)
        .param(at(now))
        .param(integrations(incident.provider()))
        .update();
  }

  private String[] integrations(String provider) {
    return catalog.get().all().stream()
        .filter(it -> it.provider().equals(provider))
        .map(Integration::slug)
        .toArray(String[]::new);
  }
}
