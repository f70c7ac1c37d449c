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
  private static final String CREDENTIAL =
      """
      select c.integration, c.install_id, i.disabled_at is not null as disabled,
        c.label, c.account_id, c.account_name, c.account_url,
        o.refused_as, o.refused_code, case when o.granted_at is not null then coalesce(o.granted_scopes, '{}') end,
      """
          + Secrets.COLUMNS
          + """

          from connections c
          join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
          join installs i on i.workspace_id = c.owner_id and i.id = c.install_id
          left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
          left join data_keys k on k.owner_id = c.owner_id
          where c.owner_id = current_workspace() and c.id = ? and c.removed_at is null\
          """;

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

  private interface Reading<T> {
    T of(ResultSet row, HostKey.Known key, WorkspaceId workspace) throws SQLException;
  }

  /**
   * @throws NotFound where no living connection of any workspace has this id
   */
  One find(String id, HostKey key, HttpServletResponse response) {
    var connection = SyncRunsController.id(id);
    return find(
        connection,
        key,
        response,
        CREDENTIAL,
        (row, known, workspace) -> one(row, known, workspace, connection));
  }

  /**
   * @throws NotFound where no living connection of any workspace has this id
   */
  Described describe(String id, HostKey key, HttpServletResponse response) {
    return find(
        SyncRunsController.id(id),
        key,
        response,
        FACTS,
        (row, _, _) ->
            new Described(row.getString(1), row.getBoolean(2), ConnectionRows.read(row, 3)));
  }

  private <T> T find(
      ConnectionId connection,
      HostKey key,
      HttpServletResponse response,
      String statement,
      Reading<T> reading) {
    var known = new ArrayList<HostKey.Known>(1);
    var workspace = new ArrayList<WorkspaceId>(1);
    var found = new ArrayList<T>(1);
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
            statement,
            List.of(connection.value()),
            rows -> {
              if (rows.next() && !known.isEmpty() && !workspace.isEmpty()) {
                found.add(reading.of(rows, known.getFirst(), workspace.getFirst()));
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
        connection,
        new InstallId(uuid(row, 2)),
        row.getString(1),
        row.getBoolean(3),
        new ConnectionFacts.Account(
            row.getString(4), row.getString(5), row.getString(6), row.getString(7)),
        refusal(row),
        row.getArray(10) == null ? null : texts(row, 10),
        stored(row, workspace, connection));
  }

  private static @Nullable Refusal refusal(ResultSet row) throws SQLException {
    var as = row.getString(8);
    return as == null ? null : new Refusal(Failure.of(as), row.getString(9));
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
