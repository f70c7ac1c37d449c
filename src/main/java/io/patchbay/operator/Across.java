package io.patchbay.operator;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Expectations;
import io.patchbay.ids.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
   * facts alone. What works is not read: an index holds those in trouble, those with the same grant
   * stand together in another, whoever was not checked in time is past due, and whoever is silent
   * for too long is looked for among the entries that expect to hear something. The rows of one
   * that was found are looked up by their key: the planner would read all connections instead
   * (hence {@code offset 0}).
   */
  private static final String TROUBLES =
      """
      with recursive expected as (
        select it.integration, string_to_array(nullif(it.required, ''), ' ') as required,
          make_interval(secs => nullif(it.silent, '')::bigint) as silent, make_interval(secs => it.overdue::bigint) as overdue, it.own::boolean as own
        from unnest(:slugs::text[], :required::text[], :silent::text[], :overdue::text[], :own::text[]) as it (integration, required, silent, overdue, own)),
      grants as (
        select e.integration, e.required, (
            select hash_array_extended(o.granted_scopes, 0) from observations o
            where o.integration = e.integration and o.granted_scopes is not null
            order by hash_array_extended(o.granted_scopes, 0) limit 1) as alike
        from expected e where e.required is not null
        union all
        select g.integration, g.required, (
            select hash_array_extended(o.granted_scopes, 0) from observations o
            where o.integration = g.integration and o.granted_scopes is not null and hash_array_extended(o.granted_scopes, 0) > g.alike
            order by hash_array_extended(o.granted_scopes, 0) limit 1)
        from grants g where g.alike is not null),
      lacking as (
        select g.integration, g.alike from grants g
        cross join lateral (
          select o.granted_scopes from observations o
          where o.integration = g.integration and o.granted_scopes is not null and hash_array_extended(o.granted_scopes, 0) = g.alike
          limit 1) as one
        where not one.granted_scopes @> g.required),
      found as (
        select owner_id, connection_id from observations
        where refused_as is not null or unreachable_as is not null or vanished_since is not null
          or wrong_signatures >= 3 or failed_sync_runs >= 3
        union
        select o.owner_id, o.connection_id from lacking l
        join observations o on o.integration = l.integration and o.granted_scopes is not null
          and hash_array_extended(o.granted_scopes, 0) = l.alike
        union
        select owner_id, connection_id from checks_due where due_at < :now and held_by is null
        union
        select o.owner_id, o.connection_id from expected e
        join connections c on c.integration = e.integration and c.removed_at is null
        join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
        where e.own and e.silent is not null and o.last_event_at < :now - e.silent),
      troubles as materialized (
        select c.owner_id, c.id, c.integration, first.bucket, first.code, first.since
        from found f
        cross join lateral (
          select owner_id, id, integration from connections
          where owner_id = f.owner_id and id = f.connection_id and removed_at is null offset 0) as c
        cross join lateral (
          select refused_as, refused_code, refused_since, unreachable_as, unreachable_code, unreachable_since, unreachable_attempts, granted_scopes, granted_at,
            wrong_signatures, wrong_signature_since, last_event_at, failed_sync_runs, sync_failing_since, vanished_since, first_ok_at, last_attempt_at
          from observations where owner_id = f.owner_id and connection_id = f.connection_id offset 0) as o
        left join expected e on e.integration = c.integration
        cross join lateral (
          select it.* from (values
            (case o.refused_as when 'login_expired' then 2 when 'missing_permission' then 3 else 5 end, o.refused_as, o.refused_code, o.refused_since),
            (3, 'missing_permission', array_to_string(array(select unnest(e.required) except select unnest(o.granted_scopes)), ' '),
              case when not o.granted_scopes @> e.required then o.granted_at end),
            (4, 'webhook_signatures_wrong', o.wrong_signatures::text,
              case when o.wrong_signatures >= 3 and e.own then o.wrong_signature_since end),
            (4, 'webhook_silent', '', case when e.own and o.last_event_at < :now - e.silent then o.last_event_at + e.silent end),
            (5, o.unreachable_as, o.unreachable_code,
              case when o.unreachable_attempts >= 3 and o.unreachable_since < :now - interval '15 minutes' then o.unreachable_since end),
            (5, 'sync_failing', o.failed_sync_runs::text, case when o.failed_sync_runs >= 3 then o.sync_failing_since end),
            (5, 'resource_vanished', '', o.vanished_since),
            (5, 'not_checked_lately', '',
              case when o.first_ok_at is not null and o.last_attempt_at < :now - e.overdue then o.last_attempt_at + e.overdue end)
            ) as it (place, bucket, code, since)
          where it.since is not null order by it.place, it.since limit 1) as first)
      select null::uuid, '', '', integration, bucket, '', min(since), count(*)::int from troubles group by integration, bucket
      union all
      select t.id, coalesce(w.slug, ''), coalesce(w.name, ''), t.integration, t.bucket, t.code, t.since, 0
      from (
        select * from troubles
        where (:integration = '' or integration = :integration) and (:bucket = '' or bucket = :bucket)
        order by since, id limit :most) as t
      left join workspaces w on w.id = t.owner_id
      """;

  /**
   * @param bucket login_expired, missing_permission, app_misconfigured, provider_outage,
   *     rate_limited, or a reason of the status table: webhook_signatures_wrong, webhook_silent,
   *     sync_failing, resource_vanished, not_checked_lately
   */
  record Failing(String integration, String bucket, int connections, Instant since) {}

  /**
   * @param workspace its slug; empty for a person's own source
   * @param code the provider's, how often, or which scopes are missing; may be empty
   */
  record FailingConnection(
      UUID connection,
      String workspace,
      String workspaceName,
      String integration,
      String bucket,
      String code,
      Instant since) {}

  /**
   * @param groups everything, the most frequent first
   * @param lines what was asked for, the oldest first
   */
  record Troubles(List<Failing> groups, List<FailingConnection> lines) {}

  /**
   * @param integration of the lines; empty for any
   * @param bucket of the lines; empty for any
   */
  Troubles failing(String integration, String bucket) {
    var groups = new ArrayList<Failing>();
    var lines = new ArrayList<FailingConnection>();
    engine
        .sql(TROUBLES)
        .params(expected())
        .param("now", at(clock.instant()))
        .param("integration", integration)
        .param("bucket", bucket)
        .param("most", MOST)
        .query(row -> {
          if (row.getObject(1) == null) {
            groups.add(
                new Failing(
                    row.getString(4), row.getString(5), row.getInt(8), requiredInstant(row, 7)));
          } else {
            lines.add(
                new FailingConnection(
                    uuid(row, 1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    requiredInstant(row, 7)));
          }
        });
    groups.sort(
        Comparator.comparingInt(Failing::connections)
            .reversed()
            .thenComparing(Failing::integration)
            .thenComparing(Failing::bucket));
    lines.sort(
        Comparator.comparing(FailingConnection::since)
            .thenComparing(it -> it.connection().toString()));
    return new Troubles(groups, lines);
  }

  /** What the catalog expects, one array for each kind of it. */
  private Map<String, String[]> expected() {
    var entries = catalog.get().all();
    var all = entries.stream().map(Expectations::of).toList();
    return Map.of(
        "slugs", texts(entries, Integration::slug),
        "required", texts(all, it -> String.join(" ", it.requiredScopes())),
        "silent", texts(all, it -> seconds(it.eventEvery())),
        "overdue", texts(all, it -> seconds(it.overdue())),
        "own", texts(all, it -> String.valueOf(it.ownWebhook())));
  }

  private static <T> String[] texts(Collection<T> all, Function<T, String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }

  private static String seconds(@Nullable Duration length) {
    return length == null ? "" : Long.toString(length.toSeconds());
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
