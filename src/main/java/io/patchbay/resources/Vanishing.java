package io.patchbay.resources;

import io.patchbay.ids.ConnectionId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the connection's own fact in step with its links. Call it inside the owner's rows. */
@Component
class Vanishing {
  private final JdbcClient sql;

  Vanishing(JdbcClient sql) {
    this.sql = sql;
  }

  /** Since when something linked is gone: the earliest of what is linked still, or nothing. */
  boolean recount(ConnectionId connection) {
    return sql.sql(
                """
                update observations set vanished_since = gone.since
                from (
                  select min(vanished_at) as since from resources where connection_id = :id and unlinked_at is null
                ) as gone
                where connection_id = :id and vanished_since is distinct from gone.since
                """)
            .param("id", connection.value())
            .update()
        > 0;
  }
}
