package io.patchbay.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionRows;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.Reason;
import io.patchbay.database.Reach;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What operators see of trouble is what a recount of the facts by the status table says. It is
 * counted in a database where no program makes connections.
 */
@PatchbayTest
class FailingFiguresTest {
  private static final Set<Reason> LOGINS =
      EnumSet.of(Reason.WRONG_ACCOUNT, Reason.REFRESH_INTERRUPTED, Reason.ENDED_BY_OPERATOR);
  private static final Reach QUIET = Database.another("figures");
  private static final JdbcClient ALL = Database.asSuperuser(QUIET);

  @LocalServerPort int port;
  @Autowired CurrentCatalog catalog;
  @Autowired InstantSource clock;

  private final WorkspaceId pinework = workspace("pinework");
  private final WorkspaceId elmwork = workspace("elmwork");

  @Test
  void everyKindOfTroubleIsCountedOnceByProviderAndBucketLikeARecountOfTheFacts() {
    var vanished = connect(pinework, "github", "vanished_since = now() - interval '1 hour'");
    connect(elmwork, "github", "vanished_since = now() - interval '2 hours'");
    connect(pinework, "stripe", "wrong_signatures = 3, wrong_signature_since = now()");
    connect(elmwork, "stripe", "wrong_signatures = 2, wrong_signature_since = now()");
    connect(pinework, "slack", "failed_sync_runs = 3, sync_failing_since = now()");
    connect(elmwork, "slack", "failed_sync_runs = 2, sync_failing_since = now()");
    connect(
        pinework,
        "vercel",
        "refused_as = 'login_expired', refused_code = 'x', refused_since = now(), refused_at = now(), vanished_since = now() - interval '1 day'");
    connect(
        elmwork,
        "vercel",
        "unreachable_as = 'provider_outage', unreachable_code = '503', unreachable_since = now() - interval '1 hour', unreachable_at = now(), unreachable_attempts = 4,"
            + " failed_sync_runs = 5, sync_failing_since = now()");
    connect(pinework, "google-calendar", "wrong_signatures = 9, wrong_signature_since = now()");

    var lacking = connect(pinework, "linear", "granted_scopes = '{read}'");
    var late = connect(elmwork, "linear", "last_attempt_at = now() - interval '9 days'");
    ALL.sql(
            "insert into checks_due (owner_id, connection_id, owner_kind, due_at, mishaps) values (?, ?, 'workspace', now() - interval '8 days', 5)")
        .param(elmwork.value())
        .param(late)
        .update();

    var across = new Across(Database.at(QUIET, QUIET.engine()), catalog, clock);
    var figures = figures(across);
    assertThat(figures).isEqualTo(recount());
    assertThat(figures)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "github resource_vanished", 2,
                "stripe webhook_signatures_wrong", 1,
                "slack sync_failing", 1,
                "linear missing_permission", 1,
                "linear not_checked_lately", 1,
                "vercel login_expired", 1,
                "vercel provider_outage", 1));
    assertThat(across.failing("linear", "missing_permission").lines())
        .filteredOn(it -> it.connection().equals(lacking))
        .extracting(Across.FailingConnection::code)
        .containsExactly("issues:create");
    assertThat(across.failing("github", "resource_vanished").lines())
        .extracting(Across.FailingConnection::connection)
        .contains(vanished);
  }

  @Test
  void thePageNamesWhatFailsInWords() {
    var workspace = Database.workspace();
    var here = Database.asSuperuser();
    connect(here, workspace, "github", "vanished_since = now() - interval '1 hour'");
    connect(here, workspace, "stripe", "wrong_signatures = 3, wrong_signature_since = now()");
    connect(here, workspace, "slack", "failed_sync_runs = 3, sync_failing_since = now()");
    connect(here, workspace, "linear", "granted_scopes = '{read}'");

    assertThat(Browser.of(port, "olga").get("/operator/failing").body())
        .contains("Something vanished", "Webhook broken", "Sync failing", "Missing permission");

    here.sql("update connections set removed_at = now(), removed_by = null where owner_id = ?")
        .param(workspace.value())
        .update();
  }

  private Map<String, Integer> figures(Across across) {
    var figures = new HashMap<String, Integer>();
    across
        .failing("", "")
        .groups()
        .forEach(it -> figures.put(it.integration() + " " + it.bucket(), it.connections()));
    return figures;
  }

  /** Every living connection, judged by the status table. */
  private Map<String, Integer> recount() {
    var figures = new HashMap<String, Integer>();
    ALL
        .sql(
            "select c.integration, "
                + ConnectionRows.COLUMNS
                + " from connections c join observations o on o.owner_id = c.owner_id and o.connection_id = c.id where c.removed_at is null")
        .query((row, n) -> named(row.getString(1), ConnectionRows.read(row, 2)))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .forEach(it -> figures.merge(it, 1, Integer::sum));
    return figures;
  }

  private Optional<String> named(String slug, ConnectionFacts facts) {
    var entry = catalog.get().find(slug).orElseThrow();
    var reason = ConnectionStatus.at(clock.instant(), facts, Expectations.of(entry)).reason();
    var bucket = LOGINS.contains(reason) ? Reason.LOGIN_EXPIRED : reason;
    return reason.failing() ? Optional.of(slug + " " + bucket.word()) : Optional.empty();
  }

  private static WorkspaceId workspace(String name) {
    return new WorkspaceId(
        ALL.sql("insert into workspaces (slug, name) values (?, ?) returning id")
            .params(name + "-" + UUID.randomUUID(), name)
            .query(UUID.class)
            .single());
  }

  private UUID connect(WorkspaceId workspace, String slug, String facts) {
    return connect(ALL, workspace, slug, facts);
  }

  private UUID connect(JdbcClient database, WorkspaceId workspace, String slug, String facts) {
    var scopes =
        Expectations.of(catalog.get().find(slug).orElseThrow())
            .requiredScopes()
            .toArray(String[]::new);
    var install =
        database
            .sql(
                "insert into installs (workspace_id, integration, created_by, requires_billing_admin) values (?, ?, ?, false) returning id")
            .params(List.of(workspace.value(), slug, UUID.randomUUID()))
            .query(UUID.class)
            .single();
    var id =
        database
            .sql(
                "insert into connections (owner_id, owner_kind, integration, install_id, connected_by) values (?, 'workspace', ?, ?, ?) returning id")
            .params(List.of(workspace.value(), slug, install, UUID.randomUUID()))
            .query(UUID.class)
            .single();
    database
        .sql(
            "insert into observations (owner_id, connection_id, first_ok_at, last_ok_at, ok_since, last_attempt_at, granted_scopes, granted_at) values (?, ?, now(), now(), now(), now(), ?, now())")
        .param(workspace.value())
        .param(id)
        .param(scopes)
        .update();
    database
        .sql("update observations set " + facts + " where connection_id = ?")
        .param(id)
        .update();
    return id;
  }
}
