package io.patchbay.installs;

import io.patchbay.database.OneTrip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much a workspace uses what it turned on: reads of a credential by the host app, sync runs
 * that it reported, and events that arrived. Counted by the hour in whole weeks, of which the last
 * thirty days touch five or six.
 */
public final class Uses {
  private Uses() {}

  /** By integration; it fills when the trip runs. */
  public static Map<String, Long> ask(OneTrip trip) {
    var uses = new HashMap<String, Long>();
    trip.ask(
        """
        select integration, sum(uses)::bigint from install_use
        where workspace_id = (select current_workspace()) and week > current_date - 37
        group by integration\
        """,
        List.of(),
        rows -> {
          while (rows.next()) {
            uses.put(rows.getString(1), rows.getLong(2));
          }
        });
    return uses;
  }
}
