package io.patchbay.vault;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows that hold secrets; nothing else writes them. Call it inside the owner's scope ({@code
 * Tenancy.within}); no method calls a provider or waits for one.
 *
 * <p>A refresh takes three transactions: {@link #lease} and commit, the provider's answer, then
 * {@link #commit}, {@link #release} or {@link #leaveOpen}. All times are the database's.
 */
@Component
public class Secrets {
  private final JdbcClient sql;
  private final Vault vault;

  Secrets(JdbcClient sql, Vault vault) {
    this.sql = sql;
    this.vault = vault;
  }

  /**
   * @param generation grows by one with every write
   * @param expiresAt when the access token ends, or null where it does not
   * @param attemptAt when a refresh began whose outcome nobody wrote down, or null
   */
  public record Stored(
      Secret secret,
      long generation,
      @Nullable Instant expiresAt,
      String lastFour,
      @Nullable Instant attemptAt) {}

  /**
   * The right to refresh one secret, until {@code until}.
   *
   * @param earlierAttemptAt when an earlier refresh began whose outcome nobody wrote down: the
   *     refresh token may be spent
   */
  public record Lease(
      Owner owner,
      ConnectionId connection,
      String field,
      UUID holder,
      long generation,
      Secret secret,
      Instant until,
      @Nullable Instant earlierAttemptAt) {}

  /**
   * Writes a secret in place of the one that was there, if any, and ends every lease on it.
   *
   * @return the generation it now has
   */
  public long put(
      Owner owner,
      ConnectionId connection,
      String field,
      Secret secret,
      @Nullable Instant expiresAt,
      String lastFour) {
    requireTransaction();
    while (true) {
      long before = generation(owner, connection, field);
      long generation = before + 1;
      var sealed = vault.seal(new Vault.Place(owner, connection, field, generation), secret);
      int written =
          sql.sql(
                  """
                  insert into secrets as it (owner_id, connection_id, field, generation, sealed, last_four, expires_at)
                  values (:owner, :connection, :field, :generation, :sealed, :lastFour, :expiresAt)
                  on conflict (owner_id, connection_id, field) do update
                  set generation = excluded.generation, sealed = excluded.sealed,
                      last_four = excluded.last_four, expires_at = excluded.expires_at,
                      lease_until = null, lease_holder = null, attempt_at = null, written_at = now()
                  where it.generation = :before
                  """)
              .param("owner", owner.id())
              .param("connection", connection.value())
              .param("field", field)
              .param("generation", generation)
              .param("sealed", sealed)
              .param("lastFour", lastFour)
              .param("expiresAt", timestamp(expiresAt))
              .param("before", before)
              .update();
      if (written == 1) {
        return generation;
      }
    }
  }

  /**
   * @throws Vault.Unreadable if the row was not sealed for this place
   */
  public Optional<Stored> find(Owner owner, ConnectionId connection, String field) {
    return sql.sql(
            """
            select generation, sealed, last_four, expires_at, attempt_at
            from secrets where owner_id = ? and connection_id = ? and field = ?
            """)
        .param(owner.id())
        .param(connection.value())
        .param(field)
        .query((row, number) ->
            new Stored(
                opened(row, owner, connection, field),
                row.getLong("generation"),
                instant(row, "expires_at"),
                row.getString("last_four"),
                instant(row, "attempt_at")))
        .optional();
  }

  /**
   * What {@link #read} reads, of {@code secrets s} joined with {@code data_keys k} of the same
   * owner.
   */
  public static final String COLUMNS =
      "s.generation, s.sealed, s.last_four, s.expires_at, s.attempt_at, k.wrapped";

  /**
   * Opens a row that a trip of the caller's brought along; empty where the join found none.
   *
   * @throws Vault.Unreadable if the row was not sealed for this place
   */
  public Optional<Stored> read(ResultSet row, Owner owner, ConnectionId connection, String field)
      throws SQLException {
    byte[] sealed = row.getBytes("sealed");
    byte[] wrapped = row.getBytes("wrapped");
    if (sealed == null || wrapped == null) {
      return Optional.empty();
    }
    long generation = row.getLong("generation");
    return Optional.of(
        new Stored(
            vault.open(new Vault.Place(owner, connection, field, generation), sealed, wrapped),
            generation,
            instant(row, "expires_at"),
            row.getString("last_four"),
            instant(row, "attempt_at")));
  }

  /** Whether this generation is what is kept still. */
  public boolean isKept(Owner owner, ConnectionId connection, String field, long generation) {
    return sql.sql(
            "select exists (select 1 from secrets where owner_id = ? and connection_id = ? and field = ? and generation = ?)")
        .param(owner.id())
        .param(connection.value())
        .param(field)
        .param(generation)
        .query(Boolean.class)
        .single();
  }

  /** Forgets every secret of a connection. */
  public boolean erase(Owner owner, ConnectionId connection) {
    return sql.sql("delete from secrets where owner_id = ? and connection_id = ?")
            .param(owner.id())
            .param(connection.value())
            .update()
        > 0;
  }

  /**
   * Takes the right to refresh, and writes down that a refresh begins. Commit before calling the
   * provider.
   *
   * @param length longer than the longest call to the provider
   * @return empty while another holds it, or where there is nothing to refresh
   */
  public Optional<Lease> lease(
      Owner owner, ConnectionId connection, String field, Duration length) {
    requireTransaction();
    var holder = UUID.randomUUID();
    return sql.sql(
            """
            update secrets
            set lease_holder = :holder, attempt_at = clock_timestamp(),
                lease_until = clock_timestamp() + make_interval(secs => :seconds)
            where owner_id = :owner and connection_id = :connection and field = :field
              and (lease_until is null or lease_until <= clock_timestamp())
            returning new.generation, new.sealed, new.lease_until, old.attempt_at as earlier
            """)
        .param("holder", holder)
        .param("seconds", length.toMillis() / 1000.0)
        .param("owner", owner.id())
        .param("connection", connection.value())
        .param("field", field)
        .query((row, number) ->
            new Lease(
                owner,
                connection,
                field,
                holder,
                row.getLong("generation"),
                opened(row, owner, connection, field),
                row.getTimestamp("lease_until").toInstant(),
                instant(row, "earlier")))
        .optional();
  }

  /**
   * Writes what a refresh brought. A lease that is over does not matter while nothing newer is
   * there: the provider says it once, and whoever leased meanwhile can only be told that the old
   * token is spent. Whoever still holds the lease writes over that: they asked later.
   *
   * @return false if somebody wrote a newer generation meanwhile, or erased it: theirs stays
   */
  public boolean commit(Lease lease, Secret secret, @Nullable Instant expiresAt) {
    requireTransaction();
    var before = generationFor(lease);
    if (before.isEmpty()) {
      return false;
    }
    long generation = before.get() + 1;
    var sealed =
        vault.seal(
            new Vault.Place(lease.owner(), lease.connection(), lease.field(), generation), secret);
    return sql.sql(
                """
                update secrets
                set generation = :next, sealed = :sealed, expires_at = :expiresAt, attempt_at = null, written_at = now(),
                    lease_until = case when lease_holder = :holder then null else lease_until end,
                    lease_holder = case when lease_holder = :holder then null else lease_holder end
                where owner_id = :owner and connection_id = :connection and field = :field
                """)
            .param("next", generation)
            .param("sealed", sealed)
            .param("expiresAt", timestamp(expiresAt))
            .params(ours(lease))
            .update()
        == 1;
  }

  /** The generation that this lease may write over, its row locked. */
  private Optional<Long> generationFor(Lease lease) {
    return sql.sql(
            """
            select generation from secrets
            where owner_id = :owner and connection_id = :connection and field = :field
              and (generation = :generation or lease_holder = :holder)
            for update
            """)
        .param("generation", lease.generation())
        .params(ours(lease))
        .query(Long.class)
        .optional();
  }

  /**
   * Ends a refresh that changed nothing at the provider: it was refused, or never asked.
   *
   * @return false if it was not ours any more
   */
  public boolean release(Lease lease) {
    return sql.sql(
                "update secrets set lease_until = null, lease_holder = null, attempt_at = null\n"
                    + STILL_OURS)
            .params(ours(lease))
            .update()
        == 1;
  }

  /**
   * Frees the lease of a refresh whose outcome is unknown; the attempt stays written down for the
   * next who leases.
   *
   * @return false if it was not ours any more
   */
  public boolean leaveOpen(Lease lease) {
    return sql.sql("update secrets set lease_until = null, lease_holder = null\n" + STILL_OURS)
            .params(ours(lease))
            .update()
        == 1;
  }

  /** Whoever leases or puts a secret takes the place of the holder before. */
  private static final String STILL_OURS =
      """
      where owner_id = :owner and connection_id = :connection and field = :field
        and lease_holder = :holder
      """;

  private static java.util.Map<String, Object> ours(Lease lease) {
    return java.util.Map.of(
        "owner", lease.owner().id(),
        "connection", lease.connection().value(),
        "field", lease.field(),
        "holder", lease.holder());
  }

  private long generation(Owner owner, ConnectionId connection, String field) {
    return sql.sql(
            """
            select generation from secrets where owner_id = ? and connection_id = ? and field = ?
            for update
            """)
        .param(owner.id())
        .param(connection.value())
        .param(field)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private Secret opened(ResultSet row, Owner owner, ConnectionId connection, String field)
      throws SQLException {
    return vault.open(
        new Vault.Place(owner, connection, field, row.getLong("generation")),
        row.getBytes("sealed"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }

  private static void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("Secrets are written inside Tenancy.within");
    }
  }
}
