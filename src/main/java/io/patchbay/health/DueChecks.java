package io.patchbay.health;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The due checks of all owners, as the engine's login may see them: whose, which, when, and nothing
 * else.
 */
@Component
class DueChecks {
  /**
   * Longer than any check takes; a node that dies while checking gives its claim back by this
   * passing.
   */
  static final Duration CLAIM = Duration.ofMinutes(2);

  /** So often in a row it may go wrong. */
  static final int MISHAPS = 5;

  private final JdbcClient engine;
  private final InstantSource clock;

  DueChecks(@Qualifier("engine") JdbcClient engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  record Due(Owner owner, ConnectionId connection) {}

  /** Claims tokens to be renewed; the claim is that their time comes again after a while. */
  List<Due> claimRenewals(int atMost) {
    return claim("refresh_at = :until", "refresh_at <= :now", "refresh_at", atMost);
  }

  /** Claims the most overdue ones; no two nodes get the same. */
  List<Due> claim(int atMost) {
    return claim(
        "claimed_until = :until",
        "due_at <= :now and (claimed_until is null or claimed_until < :now)",
        "due_at",
        atMost);
  }

  /**
   * A check went wrong in the program itself: its time comes again after two minutes, then four,
   * eight and sixteen; the fifth time it is set aside until a person asks for it or the program
   * starts anew.
   *
   * @return whether it was set aside
   */
  boolean checkWentWrong(Due due) {
    return wentWrong(due, "claimed_until");
  }

  /** The same of a renewal, which a caller who needs the token makes nevertheless. */
  boolean renewalWentWrong(Due due) {
    return wentWrong(due, "refresh_at");
  }

  private boolean wentWrong(Due due, String next) {
    return engine
        .sql(
            """
            update checks_due set mishaps = least(mishaps + 1, :most),
              %s = case when mishaps + 1 >= :most then 'infinity' else :now::timestamptz + :claim * interval '1 second' * (1 << mishaps) end
            where owner_id = :owner and connection_id = :id
            returning mishaps >= :most
            """
                .formatted(next))
        .param("most", MISHAPS)
        .param("now", at(clock.instant()))
        .param("claim", CLAIM.toSeconds())
        .param("owner", due.owner().id())
        .param("id", due.connection().value())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** What was set aside before this start is tried again: it may be another program now. */
  void forgetMishaps() {
    engine
        .sql(
            """
            update checks_due set mishaps = 0, claimed_until = null, refresh_at = case when refresh_at = 'infinity' then :now::timestamptz else refresh_at end
            where mishaps >= :most
            """)
        .param("most", MISHAPS)
        .param("now", at(clock.instant()))
        .update();
  }

  /**
   * The limit stands in the statement: a plan that does not know it reads the whole table. The rows
   * that are locked are found again where they stand ({@code ctid}), and not by their key.
   */
  private List<Due> claim(String claimed, String due, String order, int atMost) {
    var now = clock.instant();
    return engine
        .sql(
            """
            update checks_due set %s
            where ctid = any(array(
              select ctid from checks_due where %s order by %s limit %d for update skip locked))
            returning owner_kind, owner_id, connection_id
            """
                .formatted(claimed, due, order, atMost))
        .param("now", at(now))
        .param("until", at(now.plus(CLAIM)))
        .query((row, n) ->
            new Due(Owner.of(row.getString(1), uuid(row, 2)), new ConnectionId(uuid(row, 3))))
        .list();
  }
}
