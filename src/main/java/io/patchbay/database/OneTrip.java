package io.patchbay.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Several statements in one wait on the wire. The first enters an owner's rows, the rest read them;
 * all of them run in one implicit transaction, because the driver sends them together and syncs
 * once.
 */
public final class OneTrip {
  /** Reads one statement's whole result. */
  public interface Reader {
    void read(ResultSet rows) throws SQLException;
  }

  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();

  /**
   * Begins inside these rows; the first statement of a trip that no page takes. Plans are made once
   * for each session: making them behind row-level security takes longer than running them.
   */
  public static OneTrip inside(Scope scope) {
    return new OneTrip()
        .ask(
            "select set_config('app.workspace', ?, true), set_config('app.person', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
            List.of(
                scope.workspace() == null ? "" : scope.workspace().toString(),
                scope.person() == null ? "" : scope.person().toString()),
            ResultSet::next);
  }

  public OneTrip ask(String statement, List<? extends @Nullable Object> values, Reader reader) {
    if (!sql.isEmpty()) {
      sql.append(";\n");
    }
    sql.append(statement);
    parameters.addAll(values);
    readers.add(reader);
    return this;
  }

  public void run(DataSource source) {
    try (Connection connection = source.getConnection();
        var statement = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      boolean rows = statement.execute();
      for (Reader reader : readers) {
        if (!rows) {
          throw new IllegalStateException("A statement of one trip answered no rows: " + sql);
        }
        try (ResultSet result = statement.getResultSet()) {
          reader.read(result);
        }
        rows = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("Could not read in one trip", e);
    }
  }
}
