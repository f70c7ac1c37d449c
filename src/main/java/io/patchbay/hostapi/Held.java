package io.patchbay.hostapi;

import static io.patchbay.database.Columns.texts;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.catalog.Failure;
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
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One connection, or its credential, as the host app may take it: in one round trip. */
@Component
class Held {
  private static final String CREDENTIAL = "select * from credential_for_host(?, ?)";

  private static final String FACTS =
      "select c.integration, i.disabled_at is not null as disabled, "
          + ConnectionRows.COLUMNS
          + """

          from connections c
          join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
          join installs i on i.workspace_id = c.owner_id and i.id = c.install_id
          where c.owner_id = current_workspace() and c.id = ? and c.removed_at is null\
          """;

  private final DataSource app;
  private final Secrets secrets;

  Held(DataSource app, Secrets secrets) {
    this.app = app;
    this.secrets = secrets;
  }

  /**
   * @param refusal what the last answered check objected to, or null
   * @param scopes that were granted; null where nobody ever named any
   * @param stored empty where it was erased, or does not open
   */
  record One(
      HostKey.Known key,
      WorkspaceId workspace,
      ConnectionId connection,
      InstallId install,
      String integration,
      boolean disabled,
      ConnectionFacts.Account account,
      @Nullable Refusal refusal,
      @Nullable Set<String> scopes,
      Optional<Secrets.Stored> stored) {
    Owner owner() {
      return new Owner.Workspace(workspace);
    }
  }

  record Refusal(Failure as, String code) {}

  /** What was observed of one, and nothing of its credential. */
  record Described(String integration, boolean disabled, ConnectionFacts facts) {}

  /**
   * @throws NotFound where no living connection of any workspace has this id
   */
  One find(String id, HostKey key, HttpServletResponse response) {
    var connection = SyncRunsController.id(id);
    var known = new ArrayList<HostKey.Known>(1);
    var found = new ArrayList<One>(1);
    new OneTrip()
        .ask(
            CREDENTIAL,
            List.of(connection.value(), key.hash()),
            row -> {
              if (row.next()) {
                known.add(new HostKey.Known(uuid(row, 1), row.getString(2)));
                var workspace = row.getObject(3, UUID.class);
                if (workspace != null) {
                  found.add(one(row, known.getFirst(), new WorkspaceId(workspace), connection));
                }
              }
            })
        .run(app);
    return only(known, found, response);
  }

  /**
   * @throws NotFound where no living connection of any workspace has this id
   */
  Described describe(String id, HostKey key, HttpServletResponse response) {
    var connection = SyncRunsController.id(id);
    var known = new ArrayList<HostKey.Known>(1);
    var found = new ArrayList<Described>(1);
    new OneTrip()
        .ask(
            "select * from enter_by_connection_as_host(?, ?)",
            List.of(connection.value(), key.hash()),
            rows -> {
              if (rows.next()) {
                known.add(new HostKey.Known(uuid(rows, 1), rows.getString(2)));
              }
            })
        .ask(
            FACTS,
            List.of(connection.value()),
            row -> {
              if (row.next()) {
                found.add(
                    new Described(
                        row.getString(1), row.getBoolean(2), ConnectionRows.read(row, 3)));
              }
            })
        .run(app);
    return only(known, found, response);
  }

  private static <T> T only(
      List<HostKey.Known> known, List<T> found, HttpServletResponse response) {
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
        connection,
        new InstallId(uuid(row, 5)),
        row.getString(4),
        row.getBoolean(6),
        new ConnectionFacts.Account(
            row.getString(7), row.getString(8), row.getString(9), row.getString(10)),
        refusal(row),
        row.getArray(13) == null ? null : texts(row, 13),
        stored(row, workspace, connection));
  }

  private static @Nullable Refusal refusal(ResultSet row) throws SQLException {
    var as = row.getString(11);
    return as == null ? null : new Refusal(Failure.of(as), row.getString(12));
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
