package io.patchbay.directory;

import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.texts;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import io.patchbay.demand.Wishes;
import io.patchbay.installs.Pass;
import io.patchbay.installs.Passes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the pages of the directory need beside installs and connections: what the reader has under
 * way, what the workspace's plan opens, and how much it uses what it turned on. Each is a row or
 * two, and a statement of its own would cost more than the rows do. It fills when the trip runs.
 */
final class Beside {
  /** Uses are counted in whole weeks, of which the last thirty days touch five or six. */
  private static final String ROWS =
      """
      select 'asked', integration, null::text, null::uuid, null::timestamptz, null::bigint, null::text[] from access_requests
      where workspace_id = (select current_workspace()) and asked_by = (select current_person()) and declined_at is null and done_at is null
      union all
      select 'connecting', integration, null, null, null, null, null from flows
      where workspace_id = (select current_workspace()) and person_id = (select current_person()) and expires_at > ?::timestamptz
      union all
      select 'wish', integration, words, id, asked_at, null, null from wishes
      where workspace_id = (select current_workspace()) and asked_by = (select current_person()) and told_at is null
      union all
      select 'use', integration, null, null, null, uses, null from install_use
      where workspace_id = (select current_workspace()) and week > current_date - 37
      union all
      select 'plan', null, plan, null, null, null, flags from workspaces
      where id = (select current_workspace())\
      """;

  private final Passes passes;
  private final Own own = new Own(new HashSet<>(), new HashSet<>(), new ArrayList<>());
  private final Map<String, Long> uses = new HashMap<>();
  private Pass pass;

  private Beside(Passes passes) {
    this.passes = passes;
    this.pass = passes.of("", Set.of());
  }

  static Beside ask(OneTrip trip, Passes passes, Instant now) {
    var beside = new Beside(passes);
    trip.ask(
        ROWS,
        List.of(now.toString()),
        rows -> {
          while (rows.next()) {
            beside.take(rows);
          }
        });
    return beside;
  }

  private void take(ResultSet row) throws SQLException {
    var integration = row.getString(2);
    switch (row.getString(1)) {
      case "asked" -> own.asked().add(integration);
      case "connecting" -> own.connecting().add(integration);
      case "wish" ->
          own.wishes()
              .add(
                  new Wishes.Open(
                      uuid(row, 4), integration, row.getString(3), requiredInstant(row, 5)));
      case "use" -> uses.merge(integration, row.getLong(6), Long::sum);
      case "plan" -> pass = passes.of(row.getString(3), texts(row, 7));
      default -> throw new IllegalStateException("No kind " + row.getString(1));
    }
  }

  Own own() {
    return own;
  }

  /** What the workspace's plan and flags open. */
  Pass pass() {
    return pass;
  }

  /** How often the host app read a credential, synced, or was sent an event lately. */
  long uses(String integration) {
    return uses.getOrDefault(integration, 0L);
  }
}
