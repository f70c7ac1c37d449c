package io.patchbay.hostapi;

import static io.patchbay.database.Columns.uuid;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.database.OneTrip;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.members.NotFound;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** One connection with its credential, as the host app may take it: in one round trip. */
@Component
class Held {
  private static final String CONNECTION =
      "select c.integration, c.install_id, i.disabled_at is not null as disabled, "
          + Secrets.COLUMNS
          + ", "
          + ConnectionRows.COLUMNS
          + """

          from connections c
          join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
          join installs i on i.workspace_id = c.owner_id and i.id = c.install_id
          left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
          left join data_keys k on k.owner_id = c.owner_id
          where c.owner_id = current_workspace() and c.id = ? and c.removed_at is null\
          """;
  private static final int FACTS = 10;

  private final DataSource app;
  private final Secrets secrets;

  Held(DataSource app, Secrets secrets) {
    this.app = app;
    this.secrets = secrets;
  }

  /**
   * @param stored empty where it was erased, or does not open
   */
  record One(
      HostKey.Known key,
      WorkspaceId workspace,
      InstallId install,
      String integration,
      boolean disabled,
      ConnectionFacts facts,
      Optional<Secrets.Stored> stored) {
    Owner owner() {
      return new Owner.Workspace(workspace);
    }
  }

  /**
   * @throws NotFound where no living connection of any workspace has this id
   */
  One find(String id, HostKey key, HttpServletResponse response) {
    var connection = SyncRunsController.id(id);
    var known = new ArrayList<HostKey.Known>(1);
    var workspace = new ArrayList<WorkspaceId>(1);
    var found = new ArrayList<One>(1);
    new OneTrip()
        .ask(
            "select * from enter_by_connection_as_host(?, ?)",
            List.of(connection.value(), key.hash()),
            rows -> {
              if (rows.next()) {
                known.add(new HostKey.Known(uuid(rows, 1), rows.getString(2)));
                var its = rows.getObject(3, UUID.class);
                if (its != null) {
                  workspace.add(new WorkspaceId(its));
                }
              }
            })
        .ask(
            CONNECTION,
            List.of(connection.value()),
            rows -> {
              if (rows.next() && !known.isEmpty() && !workspace.isEmpty()) {
                found.add(one(rows, known.getFirst(), workspace.getFirst(), connection));
              }
            })
        .run(app);
    if (known.isEmpty()) {
      throw HostKeys.refusal(response);
    }
    return found.stream().findFirst().orElseThrow(NotFound::new);
  }

  private One one(ResultSet row, HostKey.Known key, WorkspaceId workspace, ConnectionId connection)
      throws SQLException {
    return new One(
        key,
        workspace,
        new InstallId(uuid(row, 2)),
        row.getString(1),
        row.getBoolean(3),
        ConnectionRows.read(row, FACTS),
        stored(row, workspace, connection));
  }

  private Optional<Secrets.Stored> stored(
      ResultSet row, WorkspaceId workspace, ConnectionId connection) throws SQLException {
    try {
      return secrets.read(row, new Owner.Workspace(workspace), connection, "credential");
    } catch (Vault.Unreadable sealedForAnotherPlace) {
      return Optional.empty();
    }
  }
}
