package io.patchbay.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectionAnswered;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.providers.Provider;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** Whoever looks at a card elsewhere hears that something linked is gone, and that it is mended. */
@PatchbayTest
@TestPropertySource(properties = "patchbay.health.look-every=1h")
class VanishingTest {
  private static final Shelf SHELF = new Shelf();

  @TestBean(name = "takingTurns")
  Provider provider = SHELF;

  @Autowired Drafts drafts;
  @Autowired Linking linking;
  @Autowired Unlinking unlinking;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired CurrentCatalog catalog;
  @Autowired JdbcClient sql;
  @Autowired ApplicationEventPublisher events;

  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final PersonId mia = Database.member(workspace, "Mia", "manager");
  private InstallId install = new InstallId(new UUID(0, 0));

  static Provider provider() {
    return SHELF;
  }

  @BeforeEach
  void repositoriesStandOnTheShelf() {
    SHELF.fill(3);
    install =
        tenancy.within(Scope.of(workspace, ada), () -> installs.ensure(workspace, github(), ada));
  }

  @Test
  void aFailureIsToldWithTheCheckThatNoticedAndARecoveryWithTheUnlinking() {
    var owner = new Owner.Workspace(workspace);
    var connection = connected(owner, ada);
    link(ada, connection);
    SHELF.items.removeFirst();
    events.publishEvent(new ConnectionAnswered(owner, connection));
    assertThat(announced()).isEqualTo("resource_vanished");
    assertThat(happened()).contains("connection_failed").doesNotContain("connection_recovered");

    unlinking.unlink(workspace, ada, github(), gone());
    assertThat(announced()).isNotEqualTo("resource_vanished");
    assertThat(happened()).contains("connection_recovered");
  }

  @Test
  void whatVanishesBehindAPersonalSourceIsLookedAtWhereItIsLinked() {
    var owner = new Owner.Person(mia);
    var connection = connected(owner, mia);
    link(mia, connection);
    assertThat(isDueSoon()).isFalse();
    SHELF.items.removeFirst();
    events.publishEvent(new ConnectionAnswered(owner, connection));
    assertThat(isDueSoon() || announced().equals("resource_vanished"))
        .as("due, or looked at by a program beside this one already")
        .isTrue();

    unlinking.unlink(workspace, ada, github(), gone());
    assertThat(vanished(mia, connection)).as("whoever unlinks it mends it").isFalse();
  }

  @Test
  void aConnectionOfWhichNothingIsLinkedAnyMoreHasNothingThatVanished() {
    var owner = new Owner.Person(mia);
    var connection = connected(owner, mia);
    link(mia, connection);
    SHELF.items.removeFirst();
    events.publishEvent(new ConnectionAnswered(owner, connection));
    tenancy.within(
        Scope.of(workspace, ada),
        () ->
            sql.sql("update resources set unlinked_at = now() where install_id = ?")
                .param(install.value())
                .update());
    events.publishEvent(new ConnectionAnswered(owner, connection));
    assertThat(vanished(mia, connection)).isFalse();
  }

  private ConnectionId connected(Owner owner, PersonId by) {
    return tenancy.within(
        Scope.of(workspace, by),
        () -> {
          var connection =
              owner instanceof Owner.Person
                  ? connections.beginOwn(by, github())
                  : connections.begin(workspace, install, github(), by);
          secrets.put(
              owner,
              connection,
              "credential",
              new Credential(Map.of("access", Secret.of("a token"))).asSecret(),
              null,
              "");
          connections.observe(
              github(),
              connection,
              new CheckResult.Answered(new CheckResult.Account("1", "octo", null), null),
              null);
          return connection;
        });
  }

  private void link(PersonId by, ConnectionId connection) {
    var facts =
        tenancy.within(
            Scope.of(workspace, by), () -> connections.find(connection).orElseThrow().facts());
    var step = (Step.Pick) github().step("repositories").orElseThrow();
    var kind = Objects.requireNonNull(github().resources().get(step.of()));
    var through = new Through(workspace, by, github(), step, kind, facts);
    drafts.choose(through, "1", SHELF.items);
    linking.link(through, install, Map.of());
  }

  private UUID gone() {
    return inside(
        "select id from resources where workspace_id = current_workspace() and vanished_at is not null",
        UUID.class);
  }

  private String announced() {
    return inside(
        "select reason from announced_statuses where workspace_id = current_workspace()",
        String.class);
  }

  /** The program's idea of the database's time may be some milliseconds ahead. */
  private boolean isDueSoon() {
    return inside(
        "select look_at <= now() + interval '1 minute' from announced_statuses where workspace_id = current_workspace()",
        Boolean.class);
  }

  private boolean vanished(PersonId person, ConnectionId connection) {
    return tenancy.within(
        Scope.of(person),
        () -> connections.find(connection).orElseThrow().facts().vanishedSince() != null);
  }

  private List<String> happened() {
    return tenancy.within(
        Scope.of(workspace, ada),
        () ->
            sql.sql("select what from activity where workspace_id = current_workspace()")
                .query((row, n) -> row.getString(1))
                .list());
  }

  private <T> T inside(String statement, Class<T> type) {
    return tenancy.within(Scope.of(workspace, ada), () -> sql.sql(statement).query(type).single());
  }

  private Integration github() {
    return catalog.get().find("github").orElseThrow();
  }
}
