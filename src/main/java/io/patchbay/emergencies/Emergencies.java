package io.patchbay.emergencies;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders of operators, which outlive what they end. All times are the database's. */
@Component
public class Emergencies {
  /** Longer than a batch takes; a node that dies gives its claim back by this passing. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final String COLUMNS =
      "id, kind, target, workspace, ordered_at, ordered_by, position, ended, revoked, done_at";

  /** One that an operator ended before has no credential, and waits for somebody to reconnect. */
  private static final String LIVING =
      """
      select count(*) from connections c
      join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
      where c.removed_at is null and o.refused_code is distinct from 'ended_by_operator'
      """;

  private final JdbcClient engine;

  @Autowired
  Emergencies(@Qualifier("engine") JdbcClient engine) {
    this.engine = engine;
  }

  static Emergencies at(JdbcClient engine) {
    return new Emergencies(engine);
  }

  /** A workspace by its slug. */
  public Optional<WorkspaceId> workspace(String slug) {
    return engine
        .sql("select id from workspaces where slug = ?")
        .param(slug)
        .query((row, n) -> new WorkspaceId(uuid(row, 1)))
        .optional();
  }

  /** How many credentials an order would end now. */
  public long living(Collection<String> integrations) {
    return engine
        .sql(LIVING + " and c.integration = any(?)")
        .param(integrations.toArray(String[]::new))
        .query(Long.class)
        .single();
  }

  public long living(WorkspaceId workspace) {
    return engine
        .sql(LIVING + " and c.owner_id = ?")
        .param(workspace.value())
        .query(Long.class)
        .single();
  }

  /**
   * Orders it; the same order that still goes on is not given twice.
   *
   * @param workspace null for a provider
   */
  public void order(
      Emergency.Kind kind, String target, @Nullable WorkspaceId workspace, String by) {
    try {
      engine
          .sql("insert into emergencies (kind, target, workspace, ordered_by) values (?, ?, ?, ?)")
          .param(kind.word())
          .param(target)
          .param(workspace == null ? null : workspace.value())
          .param(by)
          .update();
    } catch (DuplicateKeyException already) {
      return;
    }
  }

  public List<Emergency> newest(int most) {
    return engine
        .sql("select " + COLUMNS + " from emergencies order by ordered_at desc limit ?")
        .param(most)
        .query((row, n) -> read(row))
        .list();
  }

  /** Takes an order that nobody carries out; it comes back if this node dies. */
  Optional<Emergency> claim() {
    return engine
        .sql(
            """
            update emergencies set claimed_until = clock_timestamp() + make_interval(secs => ?)
            where id = (
              select id from emergencies
              where done_at is null and (claimed_until is null or claimed_until < clock_timestamp())
              order by ordered_at limit 1 for update skip locked)
            returning
            """
                + " "
                + COLUMNS)
        .param(CLAIM.toSeconds())
        .query((row, n) -> read(row))
        .optional();
  }

  record Held(Owner owner, ConnectionId connection, String integration) {}

  /**
   * The next connections of an order.
   *
   * @param integrations of its provider
   */
  List<Held> next(Emergency order, UUID after, List<String> integrations, int most) {
    return engine
        .sql(
            """
            select owner_kind, owner_id, id, integration from connections
            where (removed_at is null or exists (
                select 1 from revocations_due r where r.owner_id = connections.owner_id and r.connection_id = connections.id))
              and id > :after
              and (case when :workspace::uuid is null then integration = any(:integrations) else owner_id = :workspace end)
            order by id limit :most
            """)
        .param("after", after)
        .param("workspace", order.workspace() == null ? null : order.workspace().value())
        .param("integrations", integrations.toArray(String[]::new))
        .param("most", most)
        .query((row, n) ->
            new Held(
                Owner.of(row.getString(1), uuid(row, 2)),
                new ConnectionId(uuid(row, 3)),
                row.getString(4)))
        .list();
  }

  void cameTo(Emergency order, UUID position, int ended, int revoked) {
    engine
        .sql(
            """
            update emergencies set position = ?, ended = ended + ?, revoked = revoked + ?,
              claimed_until = clock_timestamp() + make_interval(secs => ?)
            where id = ?
            """)
        .param(position)
        .param(ended)
        .param(revoked)
        .param(CLAIM.toSeconds())
        .param(order.id())
        .update();
  }

  /** Lets it be claimed again. */
  void giveBack(Emergency order) {
    engine
        .sql("update emergencies set claimed_until = null where id = ?")
        .param(order.id())
        .update();
  }

  /** The same from its first connection on; whoever's access is ended already has none to end. */
  void beginAgain(Emergency order, Duration after) {
    engine
        .sql(
            """
            update emergencies set position = :first, claimed_until = clock_timestamp() + make_interval(secs => :after)
            where id = :id
            """)
        .param("first", new UUID(0, 0))
        .param("after", after.toSeconds())
        .param("id", order.id())
        .update();
  }

  void done(Emergency order) {
    engine
        .sql(
            "update emergencies set done_at = clock_timestamp(), claimed_until = null where id = ?")
        .param(order.id())
        .update();
  }

  /**
   * @return how many rows went
   */
  long erase(Emergency order) {
    return engine.sql("select erase_workspace(?)").param(order.id()).query(Long.class).single();
  }

  private static Emergency read(ResultSet row) throws SQLException {
    var workspace = row.getObject("workspace", UUID.class);
    return new Emergency(
        uuid(row, 1),
        Emergency.Kind.of(row.getString("kind")),
        row.getString("target"),
        workspace == null ? null : new WorkspaceId(workspace),
        requiredInstant(row, 5),
        row.getString("ordered_by"),
        uuid(row, 7),
        row.getInt("ended"),
        row.getInt("revoked"),
        instant(row, 10));
  }
}
