package io.patchbay.activity;

import static io.patchbay.database.Columns.at;
import static io.patchbay.database.Columns.requiredInstant;
import static io.patchbay.database.Columns.uuid;

import io.patchbay.database.OneTrip;
import io.patchbay.events.CredentialsRead;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down what happened, in the transaction in which it happened, and reads it back. Nothing is
 * ever changed: the login that serves may only add, and the database links each entry to the one
 * before it as the last thing before the commit. See {@link AuditChain}.
 */
@Component
public class Activity {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NEWEST = 20;
  private static final String COLUMNS =
      "id, at, what, integration, by_name, account, code, detail::text";

  private final JdbcClient sql;

  Activity(JdbcClient sql) {
    this.sql = sql;
  }

  @EventListener
  void write(Happening it) {
    sql.sql(
            """
            insert into activity (workspace_id, id, at, integration, install_id, connection_id, what, by_person, by_name, account, code, detail)
            values (:workspace, :id, :at, :integration, :install, :connection, :what, :by,
                    (select name from members where workspace_id = :workspace and person_id = :by), :account, :code, :detail::jsonb)
            """)
        .param("workspace", it.workspace().value())
        .param("id", it.id())
        .param("at", at(it.at()))
        .param("integration", it.integration())
        .param("install", it.install() == null ? null : it.install().value())
        .param("connection", it.connection() == null ? null : it.connection().value())
        .param("what", it.what().word())
        .param("by", it.by() == null ? null : it.by().value())
        .param("account", it.account())
        .param("code", it.code())
        .param("detail", JSON.writeValueAsString(it.details()))
        .update();
  }

  /** The statement enters one workspace after the other. */
  @EventListener
  void write(CredentialsRead them) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("Reads of many workspaces are written inside of one's rows");
    }
    var reads = them.reads();
    sql.sql(
            """
            select record_reads(?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])
            """)
        .param(each(reads, it -> it.workspace().toString()))
        .param(each(reads, it -> it.id().toString()))
        .param(each(reads, it -> it.at().toString()))
        .param(each(reads, Happening::integration))
        .param(each(reads, it -> Objects.toString(it.install(), null)))
        .param(each(reads, it -> Objects.toString(it.connection(), null)))
        .param(each(reads, Happening::account))
        .param(each(reads, it -> JSON.writeValueAsString(it.details())))
        .query()
        .singleRow();
  }

  private static @Nullable String[] each(
      List<Happening> of, Function<Happening, @Nullable String> what) {
    return of.stream().map(what).toArray(String[]::new);
  }

  /**
   * Adds the newest twenty lines of an integration to a trip; the list fills when the trip runs.
   * Reads of credentials and renewals of tokens are left out: they would bury the rest.
   */
  public static List<Entry> newest(OneTrip trip, String integration) {
    var entries = new ArrayList<Entry>(NEWEST);
    trip.ask(
        "select "
            + COLUMNS
            + " from activity where workspace_id = current_workspace() and integration = ? and what <> 'credential_read' and what <> 'token_refreshed' order by at desc, id desc limit "
            + NEWEST,
        List.of(integration),
        rows -> {
          while (rows.next()) {
            entries.add(read(rows));
          }
        });
    return entries;
  }

  /** One line, to show an outcome; nothing for an id of another integration or workspace. */
  public Optional<Entry> find(String integration, @Nullable UUID id) {
    return id == null
        ? Optional.empty()
        : sql.sql(
                "select "
                    + COLUMNS
                    + " from activity where workspace_id = current_workspace() and integration = ? and id = ?")
            .param(integration)
            .param(id)
            .query((row, n) -> read(row))
            .optional();
  }

  private static Entry read(ResultSet row) throws SQLException {
    Map<String, String> details =
        JSON.readValue(row.getString(8), new TypeReference<Map<String, String>>() {});
    return new Entry(
        uuid(row, 1),
        requiredInstant(row, 2),
        What.of(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        details);
  }
}
