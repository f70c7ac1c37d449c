package io.patchbay.installs;

import io.patchbay.database.OneTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of its rows a workspace consists of: whatever is inserted, changed or deleted
 * among the facts of {@link Installs#all} makes it another value, without anybody remembering to
 * say so and without a lock. {@code facts_touched()} in the migrations tells how. It fills when the
 * trip runs.
 */
final class Touched {
  private @Nullable UUID workspace;
  private String versions = "";

  private Touched() {}

  /** Adds the question to a trip, after the statement that enters the workspace. */
  static Touched ask(OneTrip trip) {
    var touched = new Touched();
    trip.ask("select workspace, versions::text from facts_touched()", List.of(), touched::take);
    return touched;
  }

  private void take(ResultSet row) throws SQLException {
    if (row.next() && row.getString(2) != null) {
      workspace = row.getObject(1, UUID.class);
      versions = row.getString(2);
    }
  }

  /** Whose rows these are; null where the reader may not be there. */
  @Nullable UUID workspace() {
    return workspace;
  }

  boolean same(Touched other) {
    return versions.equals(other.versions);
  }
}
