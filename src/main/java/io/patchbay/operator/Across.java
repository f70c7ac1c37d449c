package io.patchbay.operator;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.connections.Expectations;
import io.patchbay.ids.WorkspaceId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What can be said across all workspaces: counts, codes and times, as the engine's login may see
 * them by column. No secret, no account's name, nothing that a provider sent.
 */
@Component
class Across {
  static final int MOST = 100;

  private final JdbcClient engine;
  private final CurrentCatalog catalog;
  private final InstantSource clock;

  Across(@Qualifier("engine") JdbcClient engine, CurrentCatalog catalog, InstantSource clock) {
    this.engine = engine;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** How many checks and renewals went wrong in the program itself until they were set aside. */
  int setAside() {
    return engine
        .sql("select count(*) from checks_due where mishaps >= 5")
        .query(Integer.class)
        .single();
  }

  /** How many installs are on, by integration. */
  Map<String, Integer> installs() {
    return engine
        .sql("select integration, count(*) from installs where disabled_at is null group by 1")
        .query((row, n) -> Map.entry(row.getString(1), row.getInt(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The trouble of each connection that the status table would name first (rows 2 to 5), out of the
   * facts alone: an outage counts from its first failure, and scopes that were not granted show in
   * their workspace only. The index holds those in trouble; whoever is silent for too long is
   * looked for among the entries that expect to hear something.
   */
  private static final String TROUBLES =
      """
      with expecting as (
        select * from unnest(:expecting::text[], :seconds::text[]::bigint[]) as it (integration, seconds)),
      found as (
        select owner_id, connection_id from observations
        where refused_as is not null or unreachable_as is not null or vanished_since is not null
          or wrong_signatures >= 3 or failed_sync_runs >= 3
        union
        select o.owner_id, o.connection_id from expecting e
        join connections c on c.integration = e.integration and c.removed_at is null
        join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
        where o.last_event_at < :now - make_interval(secs => e.seconds)),
      troubles as (
        select c.owner_id, c.id, c.integration, first.bucket, first.code, first.since
        from found
        join observations o using (owner_id, connection_id)
        join connections c on c.owner_id = o.owner_id and c.id = o.connection_id
        left join expecting e on e.integration = c.integration
        cross join lateral (
          select it.* from (values
            (case o.refused_as when 'login_expired' then 2 when 'missing_permission' then 3 else 5 end, o.refused_as, o.refused_code, o.refused_since),
            (4, 'webhook_signatures_wrong', o.wrong_signatures::text,
              case when o.wrong_signatures >= 3 and c.integration = any(:own) then o.wrong_signature_since end),
            (4, 'webhook_silent', '',
              case when o.last_event_at < :now - make_interval(secs => e.seconds) then o.last_event_at + make_interval(secs => e.seconds) end),
            (5, o.unreachable_as, o.unreachable_code, o.unreachable_since),
            (5, 'sync_failing', o.failed_sync_runs::text, case when o.failed_sync_runs >= 3 then o.sync_failing_since end),
            (5, 'resource_vanished', '', o.vanished_since)) as it (place, bucket, code, since)
          where it.since is not null order by it.place, it.since limit 1) as first
        where c.removed_at is null)
      """;

  /** What the catalog expects of webhooks at addresses of a connection's own. */
  private JdbcClient.StatementSpec troubles(String then) {
    var expectations = new TreeMap<String, Expectations>();
    catalog.get().all().forEach(it -> expectations.put(it.slug(), Expectations.of(it)));
    expectations.values().removeIf(it -> !it.ownWebhook());
    var silences = new TreeMap<String, String>();
    expectations.forEach((slug, expected) -> {
      var every = expected.eventEvery();
      if (every != null) {
        silences.put(slug, Long.toString(every.toSeconds()));
      }
    });
    return engine
        .sql(TROUBLES + then)
        .param("own", expectations.keySet().toArray(String[]::new))
        .param("expecting", silences.keySet().toArray(String[]::new))
        .param("seconds", silences.values().toArray(String[]::new))
        .param("now", at(clock.instant()));
  }

  /**
   * @param bucket login_expired, missing_permission, app_misconfigured, provider_outage,
   *     rate_limited, or a reason of the status table: webhook_signatures_wrong, webhook_silent,
   *     sync_failing, resource_vanished
   */
  record Failing(String integration, String bucket, int connections, Instant since) {}

  /** The most frequent first. */
  List<Failing> failing() {
    return troubles(
            """
            select integration, bucket, count(*), min(since) from troubles group by 1, 2 order by 3 desc, 1, 2
            """)
        .query((row, n) ->
            new Failing(row.getString(1), row.getString(2), row.getInt(3), requiredInstant(row, 4)))
        .list();
  }

  /**
   * @param workspace its slug; empty for a person's own source
   * @param code the provider's, or how often; may be empty
   */
  record FailingConnection(
      UUID connection,
      String workspace,
      String workspaceName,
      String integration,
      String bucket,
      String code,
      Instant since) {}

  /** The oldest first. */
  List<FailingConnection> failing(String integration, String bucket) {
    return troubles(
            """
            select t.id, coalesce(w.slug, ''), coalesce(w.name, ''), t.integration, t.bucket, t.code, t.since
            from (
              select * from troubles
              where (:integration = '' or integration = :integration) and (:bucket = '' or bucket = :bucket)
              order by since, id limit :most) as t
            left join workspaces w on w.id = t.owner_id
            order by t.since, t.id
            """)
        .param("integration", integration)
        .param("bucket", bucket)
        .param("most", MOST)
        .query((row, n) ->
            new FailingConnection(
                uuid(row, 1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                requiredInstant(row, 7)))
        .list();
  }

  /**
   * What is wished for: an entry's slug or what was typed, and by how many.
   *
   * @param said the newest sentences about it, of nobody in particular
   */
  record Demand(String what, boolean entry, int people, List<String> said) {}

  List<Demand> demand() {
    return engine
        .sql(
            """
            select coalesce(integration, lower(words)), integration is not null, count(*),
                   (array_agg(sentence order by asked_at desc) filter (where sentence is not null))[1:(5)]
            from wishes group by 1, 2 order by 3 desc, 1 limit :most
            """)
        .param("most", MOST)
        .query((row, n) ->
            new Demand(
                row.getString(1),
                row.getBoolean(2),
                row.getInt(3),
                row.getArray(4) == null
                    ? List.of()
                    : List.of((String[]) row.getArray(4).getArray())))
        .list();
  }

  /** How many of these wishes, not withdrawn since, are of each day in UTC. */
  Map<LocalDate, Long> demandByDay(Instant since) {
    return engine
        .sql(
            """
            select (asked_at at time zone 'UTC')::date, count(*) from wishes where asked_at >= ? group by 1
            """)
        .param(at(since))
        .query((row, n) -> Map.entry(row.getObject(1, LocalDate.class), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  record Workspace(WorkspaceId id, String slug, String name) {}

  Optional<Workspace> workspace(String slug) {
    return engine
        .sql("select id, slug, name from workspaces where slug = ?")
        .param(slug)
        .query((row, n) ->
            new Workspace(new WorkspaceId(uuid(row, 1)), row.getString(2), row.getString(3)))
        .optional();
  }
}
