package io.patchbay.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConsentEnded;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operator's figures are what a recount of the facts says. */
@PatchbayTest
class UsageFiguresTest {
  @Autowired Usage usage;
  @Autowired JdbcClient sql;
  @Autowired Tenancy tenancy;
  @Autowired ApplicationEventPublisher events;

  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");

  @Test
  void figuresEqualARecountOfWhatHappened() {
    var before = figures();
    happen(What.CONNECTED, Map.of());
    happen(What.CONNECTED, Map.of());
    happen(What.CONNECT_FAILED, Map.of("bucket", "denied"));
    events.publishEvent(new ConsentEnded("vercel", true, Duration.ofSeconds(42)));
    var after = figures();

    long connected = recount("connected");
    long failed = recount("connect_failed");
    assertThat(after.total(Counted.FINISHED, "vercel") - before.total(Counted.FINISHED, "vercel"))
        .isEqualTo(connected)
        .isEqualTo(2);
    assertThat(after.total(Counted.FAILED, "vercel") - before.total(Counted.FAILED, "vercel"))
        .isEqualTo(failed)
        .isEqualTo(1);
    assertThat(after.by(Counted.FAILED)).containsKey("denied");
    assertThat(after.medianSeconds("vercel"::equals)).isPositive();
  }

  @Test
  void everyChartAndEachStepEqualARecount() {
    var before = figures();
    usage.count(Counted.VIEWED, "vercel", "");
    usage.count(Counted.STARTED, "vercel", "");
    usage.count(Counted.STARTED, "vercel", "");
    usage.count(Counted.STARTED, "vercel", "");
    happen(What.CONNECTED, Map.of());
    happen(What.CONNECTED, Map.of());
    happen(What.RECONNECTED, Map.of());
    happen(What.RESOURCES_LINKED, Map.of("count", "2", "already", "0", "kind", "projects"));
    happen(What.RESOURCES_LINKED, Map.of("count", "1", "already", "2"));
    happen(What.CONNECTION_FAILED, Map.of("reason", "login_expired"));
    var after = figures();

    assertThat(more(before, after, Counted.VIEWED)).isEqualTo(1);
    assertThat(more(before, after, Counted.STARTED)).isEqualTo(3);
    assertThat(more(before, after, Counted.FINISHED))
        .isEqualTo(recount("connected") + recount("reconnected"));
    assertThat(more(before, after, Counted.LINKED)).isEqualTo(recount("resources_linked"));
    assertThat(more(before, after, Counted.BROKE)).isEqualTo(recount("connection_failed"));
    assertThat(after.abandonedAtPicking("vercel") - before.abandonedAtPicking("vercel"))
        .as("of two that connected for the first time, one has linked something")
        .isEqualTo(1);
    assertThat(after.done("vercel", "projects") - before.done("vercel", "projects")).isEqualTo(1);
    assertThat(after.connected("vercel") - before.connected("vercel")).isEqualTo(2);
    var first = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(6);
    assertThat(
            new UsageFigures(usage.daily(Instant.now().minus(Duration.ofDays(7))))
                .daily(Counted.LINKED, first, 7))
        .as("by the day as by the hour")
        .isEqualTo(
            new UsageFigures(usage.since(Instant.now().minus(Duration.ofDays(7))))
                .daily(Counted.LINKED, first, 7));
  }

  @Test
  void halfTookNoLongerThanTheMedian() {
    var figures =
        new UsageFigures(
            Stream.of("5", "7", "40", "600")
                .map(it -> new Usage.Count(Instant.EPOCH, "vercel", Counted.TOOK, it, 1))
                .toList());
    assertThat(figures.medianSeconds("vercel"::equals)).isEqualTo(7);
    assertThat(figures.medianSeconds("slack"::equals)).isEqualTo(-1);
  }

  private static long more(UsageFigures before, UsageFigures after, Counted what) {
    return after.total(what, "vercel") - before.total(what, "vercel");
  }

  @Test
  void whatIsRolledBackIsNotCounted() {
    var before = figures().total(Counted.FINISHED, "vercel");
    try {
      tenancy.within(
          Scope.of(workspace, ada),
          () -> {
            events.publishEvent(
                Happening.of(What.CONNECTED, Instant.now(), workspace, "vercel").by(ada));
            throw new IllegalStateException("after all not");
          });
    } catch (IllegalStateException asMeant) {
      assertThat(asMeant).hasMessage("after all not");
    }
    assertThat(figures().total(Counted.FINISHED, "vercel")).isEqualTo(before);
  }

  private void happen(What what, Map<String, String> details) {
    tenancy.within(
        Scope.of(workspace, ada),
        () ->
            events.publishEvent(
                Happening.of(what, Instant.now(), workspace, "vercel").by(ada).saying(details)));
  }

  private long recount(String what) {
    return tenancy.within(
        Scope.of(workspace, ada),
        () ->
            sql.sql(
                    "select count(*) from activity where workspace_id = current_workspace() and what = ?")
                .param(what)
                .query(Long.class)
                .single());
  }

  private UsageFigures figures() {
    return new UsageFigures(usage.since(Instant.now().minus(Duration.ofHours(3))));
  }
}
