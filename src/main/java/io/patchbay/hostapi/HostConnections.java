package io.patchbay.hostapi;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.members.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The host names a connection by its id alone; its key decides that it may know whose it is. */
@Component
class HostConnections {
  private final JdbcClient sql;

  HostConnections(JdbcClient sql) {
    this.sql = sql;
  }

  record At(Owner owner, ConnectionId connection, String integration) {}

  private record Row(String kind, UUID owner, String integration) {}

  /**
   * @throws NotFound where no living connection has this id
   */
  At find(String id, HostKey key, HttpServletResponse response) {
    var connection = SyncRunsController.id(id);
    var rows =
        sql.sql("select owner_kind, owner_id, integration from enter_connection_as_host(?, ?)")
            .param(connection.value())
            .param(key.hash())
            .query((row, n) ->
                new Row(row.getString(1), row.getObject(2, UUID.class), row.getString(3)))
            .list();
    if (rows.isEmpty()) {
      throw HostKeys.refusal(response);
    }
    var row = rows.getFirst();
    if (row.owner() == null) {
      throw new NotFound();
    }
    return new At(Owner.of(row.kind(), row.owner()), connection, row.integration());
  }
}
