package io.patchbay.demand;

import static io.patchbay.database.Columns.at;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people would like to connect and can't yet: entries that are coming soon, and words that
 * found nothing. Each person counts once for each. Call it inside the workspace's rows.
 */
@Component
class Wishes {
  static final int LONGEST = 200;
  private static final int MOST = 50;

  private final JdbcClient sql;
  private final InstantSource clock;

  Wishes(JdbcClient sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * @param integration its slug, or null
   * @param words as first typed, or null
   * @param people how many of the workspace wish for it
   * @param own whether the reader is one of them
   */
  record Wish(@Nullable String integration, @Nullable String words, int people, boolean own) {}

  /** The most wished for first; the list fills when the trip runs. */
  static List<Wish> all(OneTrip trip) {
    var found = new ArrayList<Wish>();
    trip.ask(
        """
        select integration, (array_agg(words order by asked_at))[1], count(*)::integer, bool_or(asked_by = current_person())
        from wishes
        where workspace_id = current_workspace()
        group by integration, lower(words)
        order by 3 desc, max(asked_at) desc limit\
        """
            + " "
            + MOST,
        List.of(),
        rows -> {
          while (rows.next()) {
            found.add(
                new Wish(rows.getString(1), rows.getString(2), rows.getInt(3), rows.getBoolean(4)));
          }
        });
    return found;
  }

  void integration(WorkspaceId workspace, String slug, PersonId by) {
    keep(workspace, slug, null, by);
  }

  void words(WorkspaceId workspace, String words, PersonId by) {
    keep(workspace, null, words, by);
  }

  private void keep(
      WorkspaceId workspace, @Nullable String slug, @Nullable String words, PersonId by) {
    sql.sql(
            """
            insert into wishes (workspace_id, integration, words, asked_by, asked_at)
            values (?, ?, ?, ?, ?)
            on conflict do nothing
            """)
        .param(workspace.value())
        .param(slug)
        .param(words)
        .param(by.value())
        .param(at(clock.instant()))
        .update();
  }
}
