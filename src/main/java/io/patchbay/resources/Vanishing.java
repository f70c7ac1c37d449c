package io.patchbay.resources;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.ids.ConnectionId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the connection's own fact in step with its links, and tells of it as a check does. Call it
 * inside the owner's rows.
 */
@Component
public class Vanishing {
  private final JdbcClient sql;
  private final Connections connections;

  Vanishing(JdbcClient sql, Connections connections) {
    this.sql = sql;
    this.connections = connections;
  }

  /** Since when something linked is gone: the earliest of what is linked still, or nothing. */
  public void recount(Integration integration, ConnectionId connection) {
    connections.changing(
        integration,
        connection,
        known ->
            sql.sql(
                    """
                    update observations set vanished_since = gone.since
                    from (
                      select min(vanished_at) as since from resources where connection_id = :id and unlinked_at is null
                    ) as gone
                    where connection_id = :id and vanished_since is distinct from gone.since
                    """)
                .param("id", connection.value())
                .update());
  }
}
