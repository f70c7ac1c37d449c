package io.patchbay.outbox;

import static io.patchbay.database.Columns.at;

import io.patchbay.events.Announcement;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps every announcement in the transaction that publishes it. Its number is taken from a row of
 * the workspace that is held until the commit, so announce last.
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
  void keep(Announcement it) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException("'" + it.type() + "' is announced outside of a transaction");
    }
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
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            sending.wake();
          }
        });
  }
}
