package io.patchbay.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * Statements of a thread that others wait for: one that hears nothing for so long has lost its
 * database.
 */
final class Silence {
  private static final int LONGEST_MS = 5_000;
  private static final Executor AT_ONCE = Runnable::run;

  private Silence() {}

  /** What is done with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  static <T> T endsAfterFiveSeconds(DataSource source, Work<T> work) throws SQLException {
    try (var connection = source.getConnection()) {
      int patience = connection.getNetworkTimeout();
      connection.setNetworkTimeout(AT_ONCE, LONGEST_MS);
      var done = work.with(connection);
      connection.setNetworkTimeout(AT_ONCE, patience);
      return done;
    }
  }
}
