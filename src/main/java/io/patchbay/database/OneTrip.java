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
