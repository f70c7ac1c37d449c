package io.patchbay.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Announcement;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What the host app is told of, in the transaction that made it so, on a clock that is set. */
@PatchbayTest
@Import(AnnouncingTest.Listening.class)
@TestPropertySource(properties = "patchbay.health.look-every=1h")
class AnnouncingTest {
  /** Not found by whoever starts the whole program in a test: only who imports it gets it. */
  static class Listening {
    @Bean
    SettableClock settableClock() {
      return new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    }

    @Bean
    Heard heard() {
      return new Heard();
    }
  }

  static class Heard {
    final Queue<Announcement> all = new ConcurrentLinkedQueue<>();

    @EventListener
    void on(Announcement announcement) {
      all.add(announcement);
    }
  }

  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired DueLooks looks;
  @Autowired SettableClock clock;
  @Autowired Heard heard;
  @Autowired JdbcClient sql;

  @Autowired
  @Qualifier("engine") JdbcClient engine;

  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final CurrentCatalog catalog;
  private final Integration slack;
  private ConnectionId connection = new ConnectionId(new UUID(0, 0));

  AnnouncingTest(@Autowired CurrentCatalog catalog) {
    this.catalog = catalog;
    this.slack = catalog.get().find("slack").orElseThrow();
  }

  @BeforeEach
  void slackIsConnected() {
    connection =
        within(
            () -> connections.begin(workspace, installs.ensure(workspace, slack, ada), slack, ada));
    observe(answered());
  }

  @Test
  void aRefusalIsToldWithOldAndNewAndItsEvidence() {
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"));
    assertThat(types()).containsExactly("status.changed", "connection.failed", "status.changed");
    assertThat(last().data())
        .containsEntry("old", Map.of("label", "in_progress", "reason", "step_open"));
    assertThat(at(last(), "new"))
        .containsEntry("reason", "login_expired")
        .containsEntry("label", "needs_attention")
        .containsEntry("since", clock.instant().toString());
    assertThat(String.valueOf(at(last(), "new").get("evidence")))
        .contains("check_refused", "token_revoked", connection.toString());
  }

  @Test
  void theSameTroubleIsToldOnceAndItsEndToo() {
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"));
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "http_401"));
    observe(answered());
    observe(answered());
    assertThat(types())
        .containsExactly(
            "status.changed",
            "connection.failed",
            "status.changed",
            "connection.recovered",
            "status.changed");
  }

  @Test
  void anOutageIsToldWhenAQuarterOfAnHourHasPassedAndNotBefore() {
    for (int attempt = 0; attempt < 3; attempt++) {
      observe(new CheckResult.Unreachable(Failure.PROVIDER_OUTAGE, "timed_out", null));
    }
    heard.all.clear();
    clock.tick(Duration.ofMinutes(15));
    looks.lookAtAll();
    assertThat(types()).isEmpty();
    clock.tick(Duration.ofSeconds(1));
    looks.lookAtAll();
    looks.lookAtAll();
    assertThat(types()).containsExactly("connection.failed", "status.changed");
    assertThat(at(last(), "new")).containsEntry("reason", "provider_outage");
    assertThat(activity()).as("a person reads of it too").contains("connection_failed");
  }

  @Test
  void threeCadencesWithoutACheckAreTold() {
    clock.tick(Duration.ofHours(18).plusSeconds(1));
    looks.lookAtAll();
    assertThat(at(last(), "new")).containsEntry("reason", "not_checked_lately");
  }

  @Test
  void whatIsRolledBackIsNotRemembered() {
    try {
      within(() -> {
        connections.observe(
            slack,
            connection,
            new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"),
            null);
        throw new IllegalStateException("the node is stopped");
      });
    } catch (IllegalStateException stopped) {
      heard.all.clear();
    }
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"));
    assertThat(types()).containsExactly("connection.failed", "status.changed");
  }

  @Test
  void anEntryThatExpectsMoreIsLookedAt() {
    Database.asOwner()
        .sql("update entries_seen set expects = 'less' where integration = 'slack'")
        .update();
    new ChangedEntries(engine, catalog, clock).notice();
    assertThat(
            Database.asOwner()
                .sql("select look_at from announced_statuses where workspace_id = ?")
                .param(workspace.value())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single())
        .isEqualTo(clock.instant());
  }

  private CheckResult answered() {
    var scopes = slack.scopes().map(it -> it.id()).collect(Collectors.toSet());
    return new CheckResult.Answered(
        new CheckResult.Account("T1", "Pinework", null), Set.copyOf(scopes));
  }

  private void observe(CheckResult result) {
    within(() -> {
      connections.observe(slack, connection, result, null);
      return true;
    });
  }

  private <T> T within(java.util.function.Supplier<T> work) {
    return tenancy.within(Scope.of(workspace, ada), work);
  }

  private List<String> types() {
    return heard.all.stream()
        .filter(it -> it.workspace().equals(workspace))
        .map(Announcement::type)
        .toList();
  }

  private Announcement last() {
    return heard.all.stream()
        .filter(it -> it.workspace().equals(workspace))
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Announcement announcement, String name) {
    return (Map<String, Object>) Objects.requireNonNull(announcement.data().get(name));
  }

  private List<String> activity() {
    return within(
        () -> sql.sql("select what from activity order by id").query(String.class).list());
  }
}
