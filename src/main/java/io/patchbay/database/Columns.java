package io.patchbay.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns as the types the program speaks. A {@code timestamptz} is an instant, so the
 * driver's timestamp carries it whole, at a third of the price of an offset date and time.
 */
public final class Columns {
  private Columns() {}

  public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  public static Instant requiredInstant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  public static UUID uuid(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Set<String> texts(ResultSet row, int column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? Set.of() : Set.of((String[]) array.getArray());
  }

  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** As JDBC takes an instant for a {@code timestamptz}. */
  public static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }
}
