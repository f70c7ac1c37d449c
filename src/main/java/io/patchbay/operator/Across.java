package io.patchbay.operator;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.ids.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

  Across(@Qualifier("engine") JdbcClient engine) {
    this.engine = engine;
  }

  /**
   * @param connections living ones
   * @param lastWorked when any of them was last checked well
   */
  record Standing(int connections, @Nullable Instant lastWorked) {}

  Map<String, Standing> standing() {
    return engine
        .sql(
            """
            select c.integration, count(*), max(o.last_ok_at)
            from connections c join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
            where c.removed_at is null group by c.integration
            """)
        .query(
            (row, n) -> Map.entry(row.getString(1), new Standing(row.getInt(2), instant(row, 3))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
   * @param bucket login_expired, missing_permission, app_misconfigured, provider_outage or
   *     rate_limited
   */
  record Failing(String integration, String bucket, int connections, Instant since) {}

  List<Failing> failing() {
    return engine
        .sql(
            """
            select c.integration, coalesce(o.refused_as, o.unreachable_as), count(*), min(coalesce(o.refused_since, o.unreachable_since))
            from observations o join connections c on c.owner_id = o.owner_id and c.id = o.connection_id
            where (o.refused_as is not null or o.unreachable_as is not null) and c.removed_at is null
            group by 1, 2 order by 3 desc, 1, 2
            """)
        .query((row, n) ->
            new Failing(row.getString(1), row.getString(2), row.getInt(3), requiredInstant(row, 4)))
        .list();
  }

  /**
   * @param workspace its slug; empty for a person's own source
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
    return engine
        .sql(
            """
            select c.id, coalesce(w.slug, ''), coalesce(w.name, ''), c.integration, coalesce(o.refused_as, o.unreachable_as),
                   coalesce(o.refused_code, o.unreachable_code), coalesce(o.refused_since, o.unreachable_since)
            from observations o
            join connections c on c.owner_id = o.owner_id and c.id = o.connection_id
            left join workspaces w on w.id = c.owner_id
            where (o.refused_as is not null or o.unreachable_as is not null) and c.removed_at is null
              and (:integration = '' or c.integration = :integration)
              and (:bucket = '' or coalesce(o.refused_as, o.unreachable_as) = :bucket)
            order by 7 limit :most
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
