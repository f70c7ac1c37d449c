package io.patchbay.outbox;

import static io.patchbay.database.Columns.instant;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was sent and what was answered, for operators: the database asks whether the person is one,
 * and shows that something was sent, never what it said.
 */
@Component
class DeliveryLog {
  private static final int MOST = 50;

  private final Tenancy tenancy;
  private final JdbcClient sql;
  private final Sending sending;

  DeliveryLog(Tenancy tenancy, JdbcClient sql, Sending sending) {
    this.tenancy = tenancy;
    this.sql = sql;
    this.sending = sending;
  }

  record Entry(
      UUID endpoint,
      String endpointName,
      UUID workspace,
      String slug,
      long seq,
      UUID event,
      String type,
      @Nullable String integration,
      Instant keptAt,
      int attempts,
      Instant nextAt,
      @Nullable Instant sentAt,
      @Nullable Instant givenUpAt,
      @Nullable Instant lastAt,
      @Nullable Integer status,
      @Nullable String failure,
      @Nullable Integer tookMs) {}

  record Waiting(UUID endpoint, long waiting, long givenUp) {}

  record Stranger(String integration, String id, String event, Instant lastAt, long times) {}

  /**
   * @param asked how many deliveries were asked for again, ever
   * @param failure why the provider's list could not be read or asked; null where it could
   */
  record Reconciled(
      String integration, @Nullable Instant lookedAt, long asked, @Nullable String failure) {}

  record Refusal(String integration, String verdict, Instant lastAt, long times) {}

  /**
   * @param only {@code waiting}, {@code failed}, or all
   */
  List<Entry> newest(PersonId operator, String only) {
    return tenancy.within(
        Scope.of(operator),
        () ->
            sql.sql("select * from delivery_log(?, ?)")
                .param(only)
                .param(MOST)
                .query(DeliveryLog::entry)
                .list());
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    return new Entry(
        uuid(row, 1),
        row.getString(2),
        uuid(row, 3),
        row.getString(4),
        row.getLong(5),
        uuid(row, 6),
        row.getString(7),
        row.getString(8),
        requiredInstant(row, 9),
        row.getInt(10),
        requiredInstant(row, 11),
        instant(row, 12),
        instant(row, 13),
        instant(row, 14),
        row.getObject(15, Integer.class),
        row.getString(16),
        row.getObject(17, Integer.class));
  }

  List<Waiting> counts(PersonId operator) {
    return tenancy.within(
        Scope.of(operator),
        () ->
            sql.sql("select * from delivery_counts()")
                .query((row, n) -> new Waiting(uuid(row, 1), row.getLong(2), row.getLong(3)))
                .list());
  }

  /**
   * Sends it once more, whatever became of it.
   *
   * @return false if there is no such delivery, or the person is no operator
   */
  boolean resend(PersonId operator, UUID endpoint, UUID workspace, long seq) {
    var found =
        tenancy.within(
            Scope.of(operator),
            () ->
                sql.sql("select resend(?, ?, ?)")
                    .param(endpoint)
                    .param(workspace)
                    .param(seq)
                    .query(Boolean.class)
                    .single());
    sending.wake();
    return found;
  }

  /** Verified events of the last day whose account nobody connected. */
  List<Stranger> strangers() {
    return sql.sql(
            """
            select integration, routed_by, event, last_at, times from unrouted_arrivals
            where last_at > now() - interval '1 day' order by last_at desc limit 50
            """)
        .query((row, n) ->
            new Stranger(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                requiredInstant(row, 4),
                row.getLong(5)))
        .list();
  }

  /** Providers that try once, and what was asked of them. */
  List<Reconciled> reconciled() {
    return sql.sql(
            "select integration, looked_at, asked, failure from reconciliations order by integration")
        .query((row, n) ->
            new Reconciled(row.getString(1), instant(row, 2), row.getLong(3), row.getString(4)))
        .list();
  }

  /** Wrong signatures of the last day at addresses that all of an integration share. */
  List<Refusal> refusals() {
    return sql.sql(
            """
            select integration, verdict, max(last_at), sum(times)::bigint from refused_arrivals
            where hour > now() - interval '1 day' group by integration, verdict order by 3 desc limit 50
            """)
        .query((row, n) ->
            new Refusal(
                row.getString(1), row.getString(2), requiredInstant(row, 3), row.getLong(4)))
        .list();
  }
}
