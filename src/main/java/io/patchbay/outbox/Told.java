package io.patchbay.outbox;

import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param seq its number in its workspace: no number is left out
 * @param data as JSON
 * @param arrival the key of the webhook whose body it carries, or null
 * @param sealed that body; null once it is no longer kept
 */
record Told(
    UUID workspace,
    String slug,
    long seq,
    UUID id,
    Instant at,
    String type,
    @Nullable String integration,
    @Nullable UUID install,
    @Nullable UUID connection,
    @Nullable UUID resource,
    String data,
    byte @Nullable [] arrival,
    @Nullable String contentType,
    byte @Nullable [] sealed) {
  static final String COLUMNS =
      """
      e.workspace_id, w.slug, e.seq, e.id, e.at, e.type, e.integration, e.install_id, e.connection_id, e.resource_id,
      e.data::text, e.arrival, a.content_type, a.sealed
      """;

  /** How many bytes of a webhook's body it carries, sealed. */
  int weight() {
    return sealed == null ? 0 : sealed.length;
  }

  /**
   * @param at where these columns begin
   */
  static Told read(ResultSet row, int at) throws SQLException {
    return new Told(
        uuid(row, at),
        row.getString(at + 1),
        row.getLong(at + 2),
        uuid(row, at + 3),
        requiredInstant(row, at + 4),
        row.getString(at + 5),
        row.getString(at + 6),
        row.getObject(at + 7, UUID.class),
        row.getObject(at + 8, UUID.class),
        row.getObject(at + 9, UUID.class),
        row.getString(at + 10),
        row.getBytes(at + 11),
        row.getString(at + 12),
        row.getBytes(at + 13));
  }
}
