package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class RowLevelSecurityTests {
  private final JdbcClient app = JdbcClient.create(Database.app());
  private final JdbcClient engine = JdbcClient.create(Database.engine());
  private final Tenancy tenancy = new Tenancy(Database.app(), Database.transactions());

  private final WorkspaceId pinework = Database.workspace();
  private final WorkspaceId elmwork = Database.workspace();
  private final PersonId ada = Database.member(pinework, "Ada", "admin");
  private final PersonId eve = Database.member(elmwork, "Eve", "admin");

  @Test
  void everyTableOfATenantHasRowLevelSecurityForced() {
    assertThat(
            Database.asOwner()
                .sql(
                    """
                    select distinct c.relname from pg_class c
                    join pg_attribute a on a.attrelid = c.oid and a.attname in ('workspace_id', 'owner_id', 'person_id')
                    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                      and not (c.relrowsecurity and c.relforcerowsecurity)
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void noLoginOfTheProgramOwnsATable() {
    assertThat(
            Database.asOwner()
                .sql(
                    """
                    select distinct pg_get_userbyid(relowner) from pg_class
                    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S', 'v')
                    """)
                .query(String.class)
                .list())
        .containsExactly("patchbay_owner");
  }

  @Test
  void withTheWhereRemovedOnlyTheOwnRowsAreSeen() {
    UUID own = install(pinework, ada);
    UUID foreign = install(elmwork, eve);

    assertThat(inside(Scope.of(pinework), () -> ids("select id from installs")))
        .contains(own)
        .doesNotContain(foreign);
    assertThat(inside(Scope.of(elmwork), () -> ids("select id from installs")))
        .containsExactly(foreign);
  }

  @Test
  void withoutAScopeNothingIsSeen() {
    install(pinework, ada);
    for (String table :
        List.of("workspaces", "people", "members", "installs", "connections", "secrets")) {
      assertThat(app.sql("select count(*) from " + table).query(Long.class).single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void aScopeEndsWithItsTransaction() {
    install(pinework, ada);
    for (int i = 0; i < 20; i++) {
      inside(Scope.of(pinework, ada), () -> ids("select id from installs"));
      assertThat(ids("select id from installs")).isEmpty();
    }
  }

  @Test
  void nothingCanBeWrittenIntoAnotherWorkspace() {
    assertThatThrownBy(() -> inside(Scope.of(pinework), () -> insertInstall(elmwork, ada)))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("row-level security");
    UUID foreign = install(elmwork, eve);
    assertThat(
            inside(
                Scope.of(pinework),
                () ->
                    app.sql("update installs set disabled_at = now(), disabled_by = ? where id = ?")
                        .params(ada.value(), foreign)
                        .update()))
        .isZero();
  }

  @Test
  void foreignKeysHoldWithoutShowingRows() {
    UUID install = install(pinework, ada);
    UUID connection = inside(Scope.of(pinework), () -> insertConnection(pinework, install, ada));
    assertThat(
            inside(
                Scope.of(pinework),
                () ->
                    app.sql("insert into observations (owner_id, connection_id) values (?, ?)")
                        .params(pinework.value(), connection)
                        .update()))
        .isOne();
    assertThatThrownBy(() ->
            inside(Scope.of(pinework), () -> insertConnection(pinework, UUID.randomUUID(), ada)))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("foreign key");
  }

  @Test
  void anInstallOfAnotherWorkspaceCannotBeConnectedTo() {
    UUID foreign = install(elmwork, eve);
    assertThatThrownBy(
            () -> inside(Scope.of(pinework), () -> insertConnection(pinework, foreign, ada)))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("foreign key");
  }

  @Test
  void aPersonalSourceIsSeenByAnotherOnlyThroughALink() {
    UUID install = install(pinework, ada);
    PersonId mia = Database.member(pinework, "Mia", "member");
    UUID source = inside(Scope.of(mia), () -> insertSource(mia));

    assertThat(inside(Scope.of(pinework, ada), () -> ids("select id from connections"))).isEmpty();
    assertThatThrownBy(() -> inside(Scope.of(pinework, ada), () -> link(install, mia, source, ada)))
        .as("nobody links the source of somebody else")
        .rootCause()
        .hasMessageContaining("row-level security");

    inside(Scope.of(pinework, mia), () -> link(install, mia, source, mia));
    assertThat(inside(Scope.of(pinework, ada), () -> ids("select id from connections")))
        .containsExactly(source);
    assertThat(
            inside(
                Scope.of(pinework, ada),
                () -> app.sql("update connections set label = 'mine now'").update()))
        .as("a link shows a source and lets nobody change it")
        .isZero();
    assertThat(inside(Scope.of(elmwork, eve), () -> ids("select id from connections"))).isEmpty();
  }

  @Test
  void secretsOfALinkedSourceStayWithTheirPerson() {
    UUID install = install(pinework, ada);
    PersonId mia = Database.member(pinework, "Mia", "member");
    UUID source = inside(Scope.of(mia), () -> insertSource(mia));
    inside(
        Scope.of(pinework, mia),
        () -> {
          app.sql(
                  "insert into secrets (owner_id, connection_id, field, generation, sealed) values (?, ?, 'access_token', 1, '\\x00')")
              .params(mia.value(), source)
              .update();
          return link(install, mia, source, mia);
        });

    assertThat(inside(Scope.of(pinework, ada), () -> ids("select connection_id from secrets")))
        .isEmpty();
    assertThat(inside(Scope.of(mia), () -> ids("select connection_id from secrets")))
        .containsExactly(source);
  }

  @Test
  void aFlowIsSeenOnlyByWhoStartedIt() {
    PersonId max = Database.member(pinework, "Max", "manager");
    byte[] state =
        UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    inside(Scope.of(pinework, ada), () -> insertFlow(state));

    assertThat(inside(Scope.of(pinework, max), () -> takeFlow(state))).isZero();
    assertThat(inside(Scope.of(pinework), () -> takeFlow(state))).isZero();
    assertThat(inside(Scope.of(ada), () -> takeFlow(state))).as("with its person alone").isOne();
    assertThat(inside(Scope.of(ada), () -> takeFlow(state))).as("once").isZero();
  }

  @Test
  void theEngineSeesWhatIsDueAndNoSecret() {
    UUID install = install(pinework, ada);
    UUID connection = inside(Scope.of(pinework), () -> insertConnection(pinework, install, ada));
    inside(
        Scope.of(pinework),
        () ->
            app.sql(
                    "insert into checks_due (owner_id, connection_id, owner_kind, due_at) values (?, ?, 'workspace', now() + interval '100 years')")
                .params(pinework.value(), connection)
                .update());

    assertThat(
            engine
                .sql("select owner_id from checks_due where connection_id = ?")
                .param(connection)
                .query(UUID.class)
                .single())
        .isEqualTo(pinework.value());
    for (String table :
        List.of(
            "secrets",
            "data_keys",
            "connections",
            "observations",
            "installs",
            "people",
            "host_keys")) {
      assertThatThrownBy(() -> engine.sql("select * from " + table).query().listOfRows())
          .as(table)
          .rootCause()
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(
            () -> engine.sql("select sealed from webhook_endpoints").query().listOfRows())
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @Test
  void whatHappenedCannotBeRewritten() {
    for (String statement : List.of("update activity set what = ''", "delete from activity")) {
      assertThatThrownBy(() -> inside(Scope.of(pinework), () -> app.sql(statement).update()))
          .rootCause()
          .hasMessageContaining("permission denied");
    }
  }

  private <T> T inside(Scope scope, Supplier<T> work) {
    return tenancy.within(scope, work);
  }

  private List<@org.jspecify.annotations.Nullable UUID> ids(String sql) {
    return app.sql(sql).query(UUID.class).list();
  }

  private UUID install(WorkspaceId workspace, PersonId by) {
    return inside(Scope.of(workspace), () -> insertInstall(workspace, by));
  }

  private UUID insertInstall(WorkspaceId workspace, PersonId by) {
    return app.sql(
            """
            insert into installs (workspace_id, integration, created_by, requires_billing_admin)
            values (?, 'acme', ?, false) returning id
            """)
        .params(workspace.value(), by.value())
        .query(UUID.class)
        .single();
  }

  private UUID insertConnection(WorkspaceId workspace, UUID install, PersonId by) {
    return app.sql(
            """
            insert into connections (owner_id, owner_kind, integration, install_id, connected_by)
            values (?, 'workspace', 'acme', ?, ?) returning id
            """)
        .params(workspace.value(), install, by.value())
        .query(UUID.class)
        .single();
  }

  private UUID insertSource(PersonId person) {
    return app.sql(
            """
            insert into connections (owner_id, owner_kind, integration, connected_by)
            values (?, 'person', 'acme', ?) returning id
            """)
        .params(person.value(), person.value())
        .query(UUID.class)
        .single();
  }

  private int link(UUID install, PersonId person, UUID source, PersonId by) {
    return app.sql(
            """
            insert into personal_links (workspace_id, install_id, person_id, connection_id, linked_by)
            values (?, ?, ?, ?, ?)
            """)
        .params(pinework.value(), install, person.value(), source, by.value())
        .update();
  }

  private int insertFlow(byte[] state) {
    return app.sql(
            """
            insert into flows (state_hash, person_id, browser_hash, workspace_id, integration,
              verifier, redirect_uri, return_to, expires_at)
            values (?, ?, '\\x00', ?, 'acme', '\\x00', '', '', now() + interval '10 minutes')
            """)
        .params(state, ada.value(), pinework.value())
        .update();
  }

  private int takeFlow(byte[] state) {
    return app.sql("delete from flows where state_hash = ?").param(state).update();
  }
}
