package io.patchbay.outbox;

import static io.patchbay.database.Columns.at;

import io.patchbay.events.Announcement;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps every announcement in the transaction that publishes it. It is written last before the
 * commit: its number is taken from a row of the workspace that everybody who announces waits for,
 * and nobody should wait for longer than a commit takes.
 */
@Component
class Announcements {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient sql;
  private final Sending sending;

  Announcements(JdbcClient sql, Sending sending) {
    this.sql = sql;
    this.sending = sending;
  }

  /**
   * @throws IllegalStateException outside of a transaction: what happened could be lost
   */
  @EventListener
  void keep(Announcement announcement) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException(
          "'" + announcement.type() + "' is announced outside of a transaction");
    }
    waiting().add(announcement);
  }

  private Waiting waiting() {
    for (var each : TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof Waiting ours && ours.isOf(this)) {
        return ours;
      }
    }
    var waiting = new Waiting();
    TransactionSynchronizationManager.registerSynchronization(waiting);
    return waiting;
  }

  private void write(Announcement it) {
    sql.sql("select keep_announcement(?, ?, ?, ?, ?, ?, ?, ?)")
        .param(it.workspace().value())
        .param(it.id())
        .param(at(it.at()))
        .param(it.type())
        .param(it.integration())
        .param(it.install() == null ? null : it.install().value())
        .param(it.connection() == null ? null : it.connection().value())
        .param(JSON.writeValueAsString(it.data()))
        .query()
        .singleRow();
  }

  private final class Waiting implements TransactionSynchronization {
    private final List<Announcement> announcements = new ArrayList<>(2);

    void add(Announcement announcement) {
      announcements.add(announcement);
    }

    boolean isOf(Announcements outbox) {
      return outbox == Announcements.this;
    }

    @Override
    public int getOrder() {
      return LOWEST_PRECEDENCE;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      announcements.forEach(Announcements.this::write);
    }

    @Override
    public void afterCommit() {
      sending.wake();
    }
  }
}
