package io.patchbay.activity;

import static io.patchbay.database.Columns.uuid;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Announcement;
import io.patchbay.ids.WorkspaceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells the host app and the log how far each workspace's chain goes, every few minutes where it
 * grew: a tail that is cut off later is missed by whoever kept what it was told.
 */
@Configuration(proxyBeanMethods = false)
class TellingHeads {
  private static final Logger log = LoggerFactory.getLogger(TellingHeads.class);
  private static final int AT_ONCE = 500;

  private final JdbcClient engine;
  private final JdbcClient sql;
  private final Tenancy tenancy;
  private final ApplicationEventPublisher events;
  private final InstantSource clock;

  TellingHeads(
      @Qualifier("engine") JdbcClient engine,
      JdbcClient sql,
      Tenancy tenancy,
      ApplicationEventPublisher events,
      InstantSource clock) {
    this.engine = engine;
    this.sql = sql;
    this.tenancy = tenancy;
    this.events = events;
    this.clock = clock;
  }

  @Bean
  static Task<Void> tellingHeadsTask(
      TellingHeads telling, @Value("${patchbay.audit.tell-every:5m}") Duration every) {
    return Tasks.recurring("audit-heads", FixedDelay.of(every))
        .execute((instance, context) -> telling.tellAll());
  }

  /** Tells of every head that moved since it was told last. */
  void tellAll() {
    var moved = moved(new UUID(0, 0));
    while (!moved.isEmpty()) {
      moved.forEach(this::tell);
      moved = moved(moved.getLast().value());
    }
  }

  private List<WorkspaceId> moved(UUID after) {
    return engine
        .sql(
            "select workspace_id from activity_heads where told_seq < seq and workspace_id > ? order by workspace_id limit "
                + AT_ONCE)
        .param(after)
        .query((row, n) -> new WorkspaceId(uuid(row, 1)))
        .list();
  }

  private void tell(WorkspaceId workspace) {
    try {
      tenancy
          .within(Scope.of(workspace), () -> announced(workspace))
          .ifPresent(head -> log.info("Audit head {}", head));
    } catch (ToldMeanwhile byAnotherNode) {
      // its announcement stays, and ours went with its transaction
    }
  }

  /**
   * The announcement takes the workspace's number first and the head is written after it, as in
   * every transaction that announces something: in the other order the two would wait for each
   * other.
   */
  private Optional<AuditHead> announced(WorkspaceId workspace) {
    var head =
        sql.sql("select seq, hash from activity_heads where workspace_id = ? and told_seq < seq")
            .param(workspace.value())
            .query((row, n) -> AuditHead.of(workspace, row.getLong(1), row.getBytes(2)))
            .optional();
    head.ifPresent(it -> {
      events.publishEvent(
          new Announcement(
              UUID.randomUUID(),
              clock.instant(),
              "audit.head",
              workspace,
              null,
              null,
              null,
              Map.of("head", it.toString(), "count", it.count(), "hash", it.hash())));
      int told =
          sql.sql(
                  "update activity_heads set told_seq = :count where workspace_id = :workspace and told_seq < :count")
              .param("count", it.count())
              .param("workspace", workspace.value())
              .update();
      if (told == 0) {
        throw new ToldMeanwhile();
      }
    });
    return head;
  }

  private static final class ToldMeanwhile extends RuntimeException {
    private ToldMeanwhile() {
      super(null, null, false, false);
    }
  }
}
