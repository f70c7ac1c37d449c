package io.patchbay.demand;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.NextAction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What members asked for. Call it inside the workspace's rows. */
@Component
public class Requests {
  private static final int MOST = 100;
  private static final String COLUMNS =
      """
      select r.id, r.integration, r.action, r.asked_by, m.name, r.asked_at, r.approved_at, r.declined_at, r.done_at, a.name, r.answer
      from access_requests r
      join members m on m.workspace_id = r.workspace_id and m.person_id = r.asked_by
      left join members a on a.workspace_id = r.workspace_id and a.person_id = r.decided_by
      where r.workspace_id = current_workspace()\
      """;

  private final JdbcClient sql;
  private final InstantSource clock;

  Requests(JdbcClient sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** The newest of the workspace, open ones first; the list fills when the trip runs. */
  static List<Request> all(OneTrip trip) {
    return ask(trip, "", List.of());
  }

  /** The same of one integration: those that are open, and those that ended within a week. */
  public static List<Request> of(OneTrip trip, String integration, Instant now) {
    return ask(
        trip,
        """
         and r.integration = ? and (r.declined_at is null and r.done_at is null or greatest(r.declined_at, r.done_at) > ?::timestamptz - interval '7 days')\
        """,
        List.of(integration, now.toString()));
  }

  private static List<Request> ask(OneTrip trip, String and, List<String> values) {
    var found = new ArrayList<Request>();
    trip.ask(
        COLUMNS
            + and
            + " order by (r.declined_at is null and r.done_at is null) desc, r.asked_at desc, r.id desc limit "
            + MOST,
        values,
        rows -> {
          while (rows.next()) {
            found.add(read(rows));
          }
        });
    return found;
  }

  Optional<Request> find(UUID id) {
    return sql.sql(COLUMNS + " and r.id = ?").param(id).query((row, n) -> read(row)).optional();
  }

  /** Those that are open for one integration, locked so that each closes once. */
  List<Request> open(String integration) {
    return sql.sql(
            COLUMNS
                + " and r.integration = ? and r.declined_at is null and r.done_at is null for update of r")
        .param(integration)
        .query((row, n) -> read(row))
        .list();
  }

  /**
   * @return whether this member had no open request for it yet
   */
  boolean file(
      WorkspaceId workspace, String integration, NextAction.Kind action, PersonId askedBy) {
    return sql.sql(
                """
                insert into access_requests (workspace_id, integration, action, asked_by, asked_at)
                values (?, ?, ?, ?, ?)
                on conflict (workspace_id, integration, asked_by) where declined_at is null and done_at is null do nothing
                """)
            .param(workspace.value())
            .param(integration)
            .param(action.word())
            .param(askedBy.value())
            .param(at(clock.instant()))
            .update()
        == 1;
  }

  boolean approve(UUID id, PersonId by) {
    return sql.sql(
                """
                update access_requests set approved_at = ?, decided_by = ?
                where workspace_id = current_workspace() and id = ? and approved_at is null and declined_at is null and done_at is null
                """)
            .param(at(clock.instant()))
            .param(by.value())
            .param(id)
            .update()
        == 1;
  }

  boolean decline(UUID id, PersonId by, String answer) {
    return sql.sql(
                """
                update access_requests set declined_at = ?, decided_by = ?, answer = ?
                where workspace_id = current_workspace() and id = ? and declined_at is null and done_at is null
                """)
            .param(at(clock.instant()))
            .param(by.value())
            .param(answer.isEmpty() ? null : answer)
            .param(id)
            .update()
        == 1;
  }

  boolean done(UUID id) {
    return sql.sql(
                """
                update access_requests set done_at = ?
                where workspace_id = current_workspace() and id = ? and declined_at is null and done_at is null
                """)
            .param(at(clock.instant()))
            .param(id)
            .update()
        == 1;
  }

  private static Request read(ResultSet row) throws SQLException {
    var answer = row.getString(11);
    return new Request(
        uuid(row, 1),
        row.getString(2),
        NextAction.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
        new PersonId(uuid(row, 4)),
        row.getString(5),
        requiredInstant(row, 6),
        instant(row, 7),
        instant(row, 8),
        instant(row, 9),
        row.getString(10),
        answer == null ? "" : answer);
  }

  /** Of these, the one this person still waits for, or null. */
  public static @Nullable Request waitedFor(List<Request> requests, PersonId by) {
    return requests.stream().filter(it -> it.open() && it.by().equals(by)).findFirst().orElse(null);
  }
}
