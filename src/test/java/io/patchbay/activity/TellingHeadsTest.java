package io.patchbay.activity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.Scope;
import io.patchbay.events.Announcement;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import io.patchbay.testing.LogLines;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The head of a chain leaves the database, to the host app and to the log. */
class TellingHeadsTest {
  private final DatabaseVisit database = DatabaseVisit.to(Database.reach());
  private final JdbcClient sql = JdbcClient.create(database.app());
  private final Activity activity = new Activity(sql);
  private final WorkspaceId workspace = Database.workspace();
  private final List<Announcement> told = new ArrayList<>();
  private final LogLines log = new LogLines();
  private final TellingHeads telling =
      new TellingHeads(
          JdbcClient.create(database.engine()),
          sql,
          database.tenancy(),
          event -> told.add((Announcement) event),
          InstantSource.system());

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(TellingHeads.class)).setLevel(Level.INFO);
    ((Logger) LoggerFactory.getLogger(TellingHeads.class)).addAppender(log);
  }

  @AfterEach
  void leave() {
    ((Logger) LoggerFactory.getLogger(TellingHeads.class)).detachAppender(log);
    database.close();
  }

  private void write() {
    database.within(
        Scope.of(workspace),
        () -> {
          activity.write(Happening.of(What.CHECKED, Instant.now(), workspace, "slack"));
          return true;
        });
  }

  private List<Announcement> ofOurs() {
    return told.stream().filter(it -> it.workspace().equals(workspace)).toList();
  }

  @Test
  void aHeadThatMovedIsToldOnceToTheHostAppAndToTheLogAndVerifies() {
    write();
    write();
    telling.tellAll();
    telling.tellAll();

    assertThat(ofOurs()).hasSize(1);
    var head = String.valueOf(ofOurs().getFirst().data().get("head"));
    assertThat(ofOurs().getFirst().type()).isEqualTo("audit.head");
    assertThat(log.soFar().stream().map(ILoggingEvent::getFormattedMessage))
        .containsOnlyOnce("Audit head " + head);
    var kept = List.of(AuditHead.parse(head));
    assertThat(kept.getFirst().count()).isEqualTo(2);
    assertThat(
            database
                .within(Scope.of(workspace), () -> AuditChain.verify(sql, workspace, kept))
                .findings())
        .isEmpty();

    write();
    telling.tellAll();
    assertThat(ofOurs()).hasSize(2);
  }

  /** Whoever announces holds the workspace's number, and takes the head as the last thing. */
  @Test
  void tellingNeitherSpoilsNorIsSpoiledByWhatIsAnnouncedMeanwhile() throws Exception {
    write();
    var announcing =
        new TellingHeads(
            JdbcClient.create(database.engine()),
            sql,
            database.tenancy(),
            event -> keep((Announcement) event),
            InstantSource.system());
    try (var beside = Executors.newSingleThreadExecutor()) {
      var telling =
          database.within(
              Scope.of(workspace),
              () -> {
                activity.write(Happening.of(What.CHECKED, Instant.now(), workspace, "slack"));
                keep(
                    new Announcement(
                        UUID.randomUUID(),
                        Instant.now(),
                        "status.changed",
                        workspace,
                        null,
                        null,
                        null,
                        Map.of()));
                var under = beside.submit(announcing::tellAll);
                untilSomebodyWaitsForOurNumber();
                return under;
              });
      telling.get(60, TimeUnit.SECONDS);
    }
    announcing.tellAll();
    assertThat(told()).containsExactly("status.changed", "audit.head", "audit.head");
  }

  private void keep(Announcement it) {
    sql.sql("select keep_announcement(?, ?, now(), ?, null, null, null, '{}')")
        .param(it.workspace().value())
        .param(it.id())
        .param(it.type())
        .query()
        .singleRow();
  }

  private void untilSomebodyWaitsForOurNumber() {
    var all = Database.asSuperuser();
    while (all.sql(
                """
                select count(*) from pg_stat_activity
                where wait_event_type = 'Lock' and query like '%keep_announcement%'
                """)
            .query(Integer.class)
            .single()
        == 0) {
      Thread.onSpinWait();
    }
  }

  private List<@Nullable String> told() {
    return Database.asSuperuser()
        .sql("select type from events where workspace_id = ? order by seq")
        .param(workspace.value())
        .query(String.class)
        .list();
  }
}
