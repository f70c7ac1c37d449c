package io.patchbay.announcements;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.WorkspaceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at each install when the instant has come at which time alone may have changed its status:
 * an outage became too long, a check too old, a webhook too silent.
 */
@Component
class DueLooks {
  private static final Logger log = LoggerFactory.getLogger(DueLooks.class);
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;

  private final JdbcClient engine;
  private final Tenancy tenancy;
  private final Announcing announcing;
  private final ChangedEntries changedEntries;
  private final InstantSource clock;

  DueLooks(
      @Qualifier("engine") JdbcClient engine,
      Tenancy tenancy,
      Announcing announcing,
      ChangedEntries changedEntries,
      InstantSource clock) {
    this.engine = engine;
    this.tenancy = tenancy;
    this.announcing = announcing;
    this.changedEntries = changedEntries;
    this.clock = clock;
  }

  private record Due(WorkspaceId workspace, String integration) {}

  /** Looks at everything that is due now. */
  void lookAtAll() {
    changedEntries.notice();
    var claimed = claim();
    while (!claimed.isEmpty()) {
      claimed.forEach(this::look);
      claimed = claimed.size() < AT_ONCE ? List.of() : claim();
    }
  }

  /** One that goes wrong keeps its claim, so that it comes up again later and the others go on. */
  private void look(Due due) {
    try {
      tenancy.within(
          Scope.of(due.workspace()),
          () -> announcing.look(due.workspace(), due.integration(), true));
    } catch (RuntimeException surprise) {
      log.error("Looking at {} of {} went wrong", due.integration(), due.workspace(), surprise);
    }
  }

  private List<Due> claim() {
    var now = clock.instant();
    return engine
        .sql(
            """
            update announced_statuses as due set claimed_until = :until
            from (
              select workspace_id, install_id from announced_statuses
              where look_at <= :now and (claimed_until is null or claimed_until < :now)
              order by look_at limit :most for update skip locked
            ) as next
            where due.workspace_id = next.workspace_id and due.install_id = next.install_id
            returning due.workspace_id, due.integration
            """)
        .param("now", at(now))
        .param("until", at(now.plus(CLAIM)))
        .param("most", AT_ONCE)
        .query((row, n) -> new Due(new WorkspaceId(uuid(row, 1)), row.getString(2)))
        .list();
  }
}
