package io.patchbay.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.ConnectPageReached;
import io.patchbay.events.ConsentEnded;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.operator.UsageFigures.Left;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operator's figures are what a recount of the facts says. */
@PatchbayTest
class UsageFiguresTest {
  @LocalServerPort int port;
  @Autowired Usage usage;
  @Autowired JdbcClient sql;
  @Autowired Tenancy tenancy;
  @Autowired ApplicationEventPublisher events;

  private final JdbcClient all = Database.asSuperuser();
  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");

  private static long[] linked(List<Usage.Count> counts, LocalDate first) {
    return UsageFigures.daily(new UsageFigures(counts).byDay(Counted.LINKED), first, 7);
  }

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
    var week = Instant.now().minus(Duration.ofDays(7));
    assertThat(linked(usage.daily(week), first))
        .as("by the day as by the hour")
        .isEqualTo(linked(usage.since(week), first));
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
    assertThat(figures.medianByDay()).isEqualTo(Map.of(LocalDate.EPOCH, 7L));
  }

  @Test
  void whoeverCameToASectionAndNotToTheNextLeftThereDayByDay() {
    var tomorrow = Instant.EPOCH.plus(Duration.ofDays(1));
    var figures =
        new UsageFigures(
            List.of(
                reached(Instant.EPOCH, "opened", 9),
                reached(Instant.EPOCH, "started", 7),
                reached(Instant.EPOCH, "account", 4),
                reached(Instant.EPOCH, "listed", 6),
                reached(Instant.EPOCH, "selected", 5),
                reached(Instant.EPOCH, "linked", 2),
                reached(tomorrow, "linked", 1),
                new Usage.Count(Instant.EPOCH, "vercel", Counted.STARTED, "", 7),
                new Usage.Count(Instant.EPOCH, "vercel", Counted.FINISHED, "", 4),
                new Usage.Count(tomorrow, "vercel", Counted.FAILED, "denied", 2)));
    assertThat(left(figures, Left.PROVIDER, true)).isEqualTo(2);
    assertThat(left(figures, Left.ACCOUNT, true)).isEqualTo(3);
    assertThat(left(figures, Left.RESOURCES, true)).isEqualTo(1);
    assertThat(left(figures, Left.CONFIGURE, true))
        .as("who comes back the next day does not make up for somebody else")
        .isEqualTo(3);
    assertThat(left(figures, Left.RESOURCES, false)).as("nothing to configure").isEqualTo(4);
    assertThat(left(figures, Left.CONFIGURE, false)).isZero();
    assertThat(figures.abandonedAtConsent("vercel")).isEqualTo(3);
  }

  private static Usage.Count reached(Instant hour, String far, long count) {
    return new Usage.Count(hour, "vercel", Counted.REACHED, far, count);
  }

  private static long left(UsageFigures figures, Left section, boolean asks) {
    return UsageFigures.sum(figures.left("vercel", section, asks));
  }

  @Test
  void whatThePageShowsIsWhatTheFileAndARecountOfTheFactsSay() {
    usage.count(Counted.STARTED, "vercel", "");
    usage.count(Counted.STARTED, "slack", "");
    events.publishEvent(new ConnectPageReached("vercel", ConnectPageReached.Far.OPENED));
    happen(What.CONNECT_FAILED, Map.of("bucket", "denied"));
    all.sql("insert into wishes (workspace_id, asked_by, words) values (?, ?, 'a fax machine')")
        .params(workspace.value(), ada.value())
        .update();

    var olga = Browser.of(port, "olga");
    // Programs of other tests write down what they counted now and then: nothing came between.
    String page;
    String file;
    int tries = 0;
    do {
      page = olga.get("/operator/usage?days=7").body();
      file = olga.get("/operator/usage.csv?days=7").body();
    } while (!figures(page).equals(figures(olga.get("/operator/usage?days=7").body()))
        && ++tries < 20);
    assertThat(figure(page, "Connects started")).isEqualTo(sum(file, ",started,")).isPositive();
    assertThat(figure(page, "Connects failed")).isEqualTo(sum(file, ",failed,")).isPositive();
    assertThat(figure(page, "Abandoned at consent"))
        .isEqualTo(sum(file, ",abandoned,consent,"))
        .isPositive();
    assertThat(figure(page, "Demand"))
        .isEqualTo(sum(file, ",wished,"))
        .isEqualTo(
            recounted(
                "select count(*) from wishes where asked_at >= date_trunc('day', now(), 'UTC') - interval '6 days'"))
        .isPositive();
    assertThat(figure(page, "Active installs"))
        .isEqualTo(recounted("select count(*) from installs where disabled_at is null"));
    assertThat(sum(file, "vercel,abandoned,provider,"))
        .isEqualTo(
            UsageFigures.sum(
                new UsageFigures(usage.daily(Instant.now().minus(Duration.ofDays(6))))
                    .left("vercel", Left.PROVIDER, true)))
        .isPositive();
    assertThat(page).contains("Access was not allowed: ", "Left on the connect page, by section");
  }

  private long recounted(String question) {
    return Objects.requireNonNull(all.sql(question).query(Long.class).single());
  }

  private static List<Long> figures(String page) {
    return Stream.of(
            "Connects started",
            "Connects failed",
            "Abandoned at consent",
            "Demand",
            "Active installs")
        .map(it -> figure(page, it))
        .toList();
  }

  private static long figure(String page, String title) {
    var found = Pattern.compile(title + "</p>\\s*<p class=\"figure\">([0-9,]+)</p>").matcher(page);
    assertThat(found.find()).as(title).isTrue();
    return Long.parseLong(found.group(1).replace(",", ""));
  }

  private static long sum(String file, String which) {
    return file.lines()
        .filter(it -> it.contains(which))
        .mapToLong(it -> Long.parseLong(it.substring(it.lastIndexOf(',') + 1)))
        .sum();
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
