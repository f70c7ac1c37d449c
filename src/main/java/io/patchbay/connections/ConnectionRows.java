package io.patchbay.connections;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.texts;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.Failure;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How facts are selected and read; the order of the columns is kept in this one place. */
public final class ConnectionRows {
  /** Of {@code connections c}. */
  public static final String ACCOUNT =
      """
      c.owner_kind, c.owner_id, c.id, c.label, c.account_id, c.account_name, c.account_url, c.created_at\
      """;

  /** Of {@code observations o}. */
  public static final String OBSERVED =
      """
      o.first_ok_at, o.last_ok_at, o.ok_since, o.last_attempt_at,
      o.refused_as, o.refused_code, o.refused_since, o.refused_at, o.refused_detail,
      o.unreachable_as, o.unreachable_code, o.unreachable_since, o.unreachable_at, o.unreachable_attempts,
      o.granted_scopes, o.granted_at,
      o.wrong_signatures, o.wrong_signature_since, o.first_event_at, o.last_event_at,
      o.failed_sync_runs, o.sync_failing_since, o.last_sync_at, o.sync_open_since, o.sync_done, o.sync_total, o.next_sync_by,
      o.sync_kind, o.sync_reported_at, o.sync_failed_code,
      o.vanished_since\
      """;

  /** Of {@code connections c join observations o}. */
  public static final String COLUMNS = ACCOUNT + ", " + OBSERVED;

  /** How many columns these are. */
  public static final int WIDTH = COLUMNS.split(",").length;

  private static final int ACCOUNT_WIDTH = ACCOUNT.split(",").length;

  private ConnectionRows() {}

  /** A connection of which nothing was said yet but whose it is. */
  public record Named(
      ConnectionId id, Owner owner, ConnectionFacts.Account account, Instant createdAt) {
    /**
     * @param at the index of {@code o.first_ok_at}
     */
    public ConnectionFacts observed(ResultSet row, int at) throws SQLException {
      return new ConnectionFacts(
          id,
          owner,
          account,
          createdAt,
          instant(row, at),
          instant(row, at + 1),
          instant(row, at + 2),
          instant(row, at + 3),
          refusal(row, at + 4),
          silence(row, at + 9),
          grant(row, at + 14),
          webhooks(row, at + 16),
          syncs(row, at + 20),
          instant(row, at + 30));
    }
  }

  /**
   * @param at the index of {@code c.owner_kind}
   */
  public static Named named(ResultSet row, int at) throws SQLException {
    return new Named(
        new ConnectionId(uuid(row, at + 2)),
        Owner.of(row.getString(at), uuid(row, at + 1)),
        new ConnectionFacts.Account(
            row.getString(at + 3),
            row.getString(at + 4),
            row.getString(at + 5),
            row.getString(at + 6)),
        requiredInstant(row, at + 7));
  }

  /**
   * @param first the index of {@code c.owner_kind}
   */
  public static ConnectionFacts read(ResultSet row, int first) throws SQLException {
    return named(row, first).observed(row, first + ACCOUNT_WIDTH);
  }

  private static ConnectionFacts.@Nullable Refusal refusal(ResultSet row, int at)
      throws SQLException {
    var as = row.getString(at);
    return as == null
        ? null
        : new ConnectionFacts.Refusal(
            Failure.of(as),
            row.getString(at + 1),
            requiredInstant(row, at + 2),
            requiredInstant(row, at + 3),
            row.getString(at + 4));
  }

  private static ConnectionFacts.@Nullable Silence silence(ResultSet row, int at)
      throws SQLException {
    var as = row.getString(at);
    return as == null
        ? null
        : new ConnectionFacts.Silence(
            Failure.of(as),
            row.getString(at + 1),
            requiredInstant(row, at + 2),
            requiredInstant(row, at + 3),
            row.getInt(at + 4));
  }

  private static ConnectionFacts.@Nullable Grant grant(ResultSet row, int at) throws SQLException {
    var observed = instant(row, at + 1);
    return observed == null ? null : new ConnectionFacts.Grant(texts(row, at), observed);
  }

  private static ConnectionFacts.Webhooks webhooks(ResultSet row, int at) throws SQLException {
    int wrong = row.getInt(at);
    var first = instant(row, at + 2);
    return wrong == 0 && first == null
        ? ConnectionFacts.Webhooks.NONE
        : new ConnectionFacts.Webhooks(wrong, instant(row, at + 1), first, instant(row, at + 3));
  }

  private static ConnectionFacts.Syncs syncs(ResultSet row, int at) throws SQLException {
    int failed = row.getInt(at);
    var last = instant(row, at + 2);
    var open = instant(row, at + 3);
    var next = instant(row, at + 6);
    return failed == 0 && last == null && open == null && next == null
        ? ConnectionFacts.Syncs.NONE
        : new ConnectionFacts.Syncs(
            failed,
            instant(row, at + 1),
            row.getString(at + 9),
            last,
            open == null ? null : run(row, at, open),
            next);
  }

  private static ConnectionFacts.Syncs.Run run(ResultSet row, int at, Instant since)
      throws SQLException {
    var reported = instant(row, at + 8);
    return new ConnectionFacts.Syncs.Run(
        since,
        row.getInt(at + 4),
        row.getInt(at + 5),
        row.getString(at + 7),
        reported == null ? since : reported);
  }
}
