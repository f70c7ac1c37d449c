package io.patchbay.operator;

import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.Installs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One workspace's facts for support, inside that workspace's rows and no other's. */
@Component
class SupportReading {
  private final DataSource app;

  SupportReading(DataSource app) {
    this.app = app;
  }

  record Note(UUID install, String text, String by, Instant at) {}

  /** A line of the history without names. */
  record Event(String integration, Instant at, String what, @Nullable String code) {}

  record Check(
      UUID connection,
      Instant at,
      String outcome,
      @Nullable String bucket,
      @Nullable String code) {}

  record Seen(
      Map<String, InstallFacts> installs,
      List<Note> notes,
      List<Event> events,
      List<Check> checks) {}

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Seen read(WorkspaceId workspace) {
    var trip = new OneTrip();
    trip.ask(
        "select set_config('app.workspace', ?, true), set_config('app.person', '', true)",
        List.of(workspace.toString()),
        rows -> {});
    var installs = Installs.all(trip);
    var notes =
        ask(
            trip,
            """
            select install_id, note, written_by_name, written_at from support_notes
            where workspace_id = (select current_workspace()) order by written_at desc limit 200\
            """,
            row ->
                new Note(
                    uuid(row, 1), row.getString(2), row.getString(3), requiredInstant(row, 4)));
    var events =
        ask(
            trip,
            """
            select integration, at, what, code from activity
            where workspace_id = (select current_workspace()) order by at desc, id desc limit 200\
            """,
            row ->
                new Event(
                    row.getString(1), requiredInstant(row, 2), row.getString(3), row.getString(4)));
    var checks =
        ask(
            trip,
            """
            select connection_id, at, outcome, bucket, code from check_history
            where owner_id = (select current_workspace()) order by at desc limit 200\
            """,
            row ->
                new Check(
                    uuid(row, 1),
                    requiredInstant(row, 2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)));
    trip.run(app);
    return new Seen(installs.byIntegration(), notes, events, checks);
  }

  private static <T> List<T> ask(OneTrip trip, String statement, Row<T> row) {
    var found = new ArrayList<T>();
    trip.ask(
        statement,
        List.of(),
        rows -> {
          while (rows.next()) {
            found.add(row.read(rows));
          }
        });
    return found;
  }
}
