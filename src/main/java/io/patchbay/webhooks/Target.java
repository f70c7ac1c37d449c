package io.patchbay.webhooks;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a delivery is a fact of, and one workspace that it is for.
 *
 * @param workspace null for a personal source that no workspace uses
 * @param disabled whether the install is turned off: then nothing is forwarded
 * @param resource what was picked, where the delivery names it
 * @param heard whether a verified event arrived before
 * @param wrong wrong signatures at the connection's own address since the last good one
 * @param lastEvent when it was heard last
 */
record Target(
    @Nullable UUID workspace,
    @Nullable UUID install,
    boolean disabled,
    Owner owner,
    ConnectionId connection,
    @Nullable UUID resource,
    boolean heard,
    int wrong,
    @Nullable Instant lastEvent) {

  static Target of(ResultSet row) throws SQLException {
    return of(row, 1);
  }

  /**
   * @param at where its columns begin
   */
  static Target of(ResultSet row, int at) throws SQLException {
    return new Target(
        uuidOrNull(row, at),
        uuidOrNull(row, at + 1),
        row.getBoolean(at + 2),
        Owner.of(row.getString(at + 3), uuid(row, at + 4)),
        new ConnectionId(uuid(row, at + 5)),
        uuidOrNull(row, at + 6),
        row.getBoolean(at + 7),
        row.getInt(at + 8),
        instant(row, at + 9));
  }

  private static @Nullable UUID uuidOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** Whether this delivery changes what is known of the connection by more than its time. */
  boolean isNews(Integration integration, Instant now) {
    return isNews(integration, heard, wrong, lastEvent, now);
  }

  static boolean isNews(
      Integration integration, boolean heard, int wrong, @Nullable Instant lastEvent, Instant now) {
    var expected = integration.webhook() == null ? null : integration.webhook().expectEvery();
    boolean wasSilent =
        expected != null && lastEvent != null && now.isAfter(lastEvent.plus(expected));
    return !heard || wrong > 0 || wasSilent;
  }
}
