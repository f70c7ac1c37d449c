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
import io.patchbay.providers.Listing;
import io.patchbay.providers.Provider;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.convention.TestBean;

/** Five thousand repositories, two people, a provider without an end. */
@PatchbayTest
class PickingAtLengthTest {
  private static final Shelf SHELF = new Shelf();

  @TestBean(name = "takingTurns")
  Provider provider = SHELF;

  @LocalServerPort int port;
  @Autowired Browsing browsing;
  @Autowired Drafts drafts;
  @Autowired Linking linking;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired CurrentCatalog catalog;
  @Autowired JdbcClient sql;
  @Autowired ApplicationEventPublisher events;

  private final JdbcClient all = Database.asSuperuser();
  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final PersonId max = Database.member(workspace, "Max", "manager");
  private ConnectionId connection = new ConnectionId(new UUID(0, 0));
  private InstallId install = new InstallId(new UUID(0, 0));

  static Provider provider() {
    return SHELF;
  }

  @BeforeEach
  void anAccountIsConnected() {
    shelf().fill(5_000);
    tenancy.within(
        Scope.of(workspace, ada),
        () -> {
          install = installs.ensure(workspace, github(), ada);
          connection = connections.begin(workspace, install, github(), ada);
          secrets.put(
              new Owner.Workspace(workspace),
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
        });
    untilNobodyReadsOn();
    shelf().calls.set(0);
  }

  /** Whoever began to read in another test reads to the end, and counts here. */
  private static void untilNobodyReadsOn() {
    int before;
    do {
      before = SHELF.calls.get();
      LockSupport.parkNanos(500_000_000);
    } while (SHELF.calls.get() != before);
  }

  @Test
  void aPageOfFiveThousandCostsAtMostTwoCalls() {
    for (int page = 1; page <= 4; page++) {
      shelf().calls.set(0);
      var shown = look("", page);
      assertThat(shelf().calls.get()).isLessThanOrEqualTo(2);
      assertThat(shown.items()).hasSize(Browsing.PAGE);
      assertThat(shown.items().getFirst().name())
          .isEqualTo("org/repository-" + (page - 1) * Browsing.PAGE);
      assertThat(shown.complete()).isFalse();
    }
    shelf().calls.set(0);
    look("", 1);
    assertThat(shelf().calls.get()).as("what was read is kept").isZero();
  }

  @Test
  void aSearchIsUsableAtOnceAndFindsEverythingOnceTheRestWasRead() {
    var first = look("repository-49", 1);
    assertThat(first.reading()).isTrue();
    assertThat(first.items()).isNotEmpty();

    var all = first;
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!all.complete() && System.nanoTime() < until) {
      all = look("repository-49", 1);
    }
    assertThat(all.read()).isEqualTo(5_000);
    assertThat(all.matching()).isEqualTo(111);
    assertThat(shelf().calls.get()).as("each page was asked for once").isBetween(51, 53);
  }

  @Test
  void aProviderThatPagesForEverIsLeftAtItsFirstRepetition() {
    shelf().endless = true;
    var all =
        (Browsing.Shown)
            browsing.everything(
                through(ada), new Browsing.Asked("", "", 1), Duration.ofSeconds(20));
    assertThat(all.cut()).isTrue();
    assertThat(all.items()).as("what comes again is there once").hasSize(10);
    assertThat(shelf().calls.get()).isLessThan(5);
  }

  @Test
  void aProviderWhoseNextPageIsAlwaysAnotherIsLeftAfterTwoHundredAndSaysSo() {
    shelf().bottomless = true;
    shelf().calls.set(0);
    var first = look("", 1);
    assertThat(shelf().calls.get()).as("a look asks twice at most").isLessThanOrEqualTo(2);
    assertThat(first.items()).as("usable at once").hasSize(10);
    var all =
        (Browsing.Shown)
            browsing.everything(through(ada), new Browsing.Asked("", "", 1), Duration.ofMinutes(2));
    assertThat(all.cut()).isTrue();
    assertThat(all.items()).hasSize(10);
    assertThat(shelf().calls.get())
        .as("select all and who reads on, each at most two hundred")
        .isLessThan(410);
    drafts.choose(through(ada), "1", first.items().subList(0, 2));

    var page = seenByTheDemoAda();
    assertThat(page)
        .contains("There are more than 10 repositories here. We read no further;")
        .contains("10 repositories</span>");
  }

  /** What Ada, who can sign in, sees of this workspace's account. */
  private String seenByTheDemoAda() {
    var person = new PersonId(of("select id from people where handle = 'ada'", UUID.class));
    var slug = of("select slug from workspaces where id = '" + workspace + "'", String.class);
    Database.join(workspace, person, "Ada", "admin");
    try {
      Supplier<String> page =
          () -> Browser.of(port, "ada").get("/w/" + slug + "/connect?provider=github").body();
      var seen = page.get();
      for (int looks = 0; looks < 300 && seen.contains("are still reading"); looks++) {
        seen = page.get();
      }
      return seen;
    } finally {
      all.sql("delete from members where workspace_id = ? and person_id = ?")
          .params(workspace.value(), person.value())
          .update();
    }
  }

  private <T> T of(String question, Class<T> type) {
    return Objects.requireNonNull(all.sql(question).query(type).single());
  }

  @Test
  void whatIsGoneBetweenTickingAndLinkingIsFoundMissingInAShortList() {
    shelf().fill(20);
    assertThat(browsing.reached(through(ada), Map.of("r1", "1", "r7", "1")))
        .isEqualTo(new Browsing.Still());
    shelf().items.removeIf(it -> it.id().equals("r7"));
    assertThat(browsing.reached(through(ada), Map.of("r1", "1", "r7", "1")))
        .isEqualTo(new Browsing.Missing(Set.of("r7")));
    assertThat(browsing.reached(through(ada), Map.of("r1", "1", "s1", "2")))
        .as("its whole organization is gone")
        .isEqualTo(new Browsing.Missing(Set.of("s1")));
    shelf().fill(5_000);
    assertThat(browsing.reached(through(ada), Map.of("r4999", "1")))
        .as("of a long list the checks find out")
        .isEqualTo(new Browsing.Still());
  }

  @Test
  void ticksOfOtherPagesStayAndIdsThatWereNeverShownAreNobodysToChoose() {
    var first = look("", 1).items();
    var second = look("", 2).items();
    drafts.tick(through(ada), "1", first, Set.of("r0", "r1", "r4999"));
    drafts.tick(through(ada), "1", second, Set.of("r50"));
    drafts.tick(through(ada), "1", first, Set.of("r1"));
    assertThat(drafts.find(through(ada)).chosen()).containsExactlyInAnyOrder("r1", "r50");
    assertThat(drafts.find(through(max)).chosen()).as("a draft is one person's").isEmpty();
  }

  @Test
  void moreThanTheEntryAllowsIsRefusedAndTheDraftIsKept() {
    drafts.choose(through(ada), "1", shelf().items.subList(0, 501));
    assertThat(linking.link(through(ada), install, Map.of()))
        .isEqualTo(new Linking.TooMany(0, 501));
    assertThat(drafts.find(through(ada)).size()).isEqualTo(501);
    assertThat(linked()).isEmpty();
  }

  @Test
  void twoPeopleLinkingTheSameAtOnceLinkItOnceAndTheSecondHearsOfTheFirst() throws Exception {
    var same = shelf().items.subList(0, 3);
    drafts.choose(through(ada), "1", same);
    drafts.choose(through(max), "1", same);
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = both.submit(() -> linking.link(through(ada), install, Map.of()));
      var other = both.submit(() -> linking.link(through(max), install, Map.of()));
      var results = List.of((Linking.Linked) one.get(), (Linking.Linked) other.get());
      assertThat(results).extracting(it -> it.names().size()).containsExactlyInAnyOrder(3, 0);
      assertThat(results).extracting(it -> it.before().size()).containsExactlyInAnyOrder(0, 3);
      var second = results.stream().filter(it -> it.names().isEmpty()).findFirst().orElseThrow();
      assertThat(second.before())
          .extracting(Linking.Link::by)
          .containsOnly(ada.equals(second.happening().by()) ? "Max" : "Ada");
    }
    assertThat(linked()).hasSize(3);
  }

  @Test
  void aCheckNoticesWhatIsGoneAndWhatIsCalledDifferently() {
    drafts.choose(through(ada), "1", shelf().items.subList(0, 3));
    linking.link(through(ada), install, Map.of());
    shelf().items.removeIf(it -> it.id().equals("r0"));
    shelf()
        .items
        .replaceAll(it ->
            it.id().equals("r1") ? new Listing.Item("r1", "org/new-name", "", false, false) : it);
    checked();
    assertThat(linked())
        .containsExactlyInAnyOrder("org/new-name", "org/repository-2", "gone org/repository-0");
    assertThat(vanished()).isTrue();

    shelf().items.add(new Listing.Item("r0", "org/repository-0", "", false, false));
    checked();
    assertThat(vanished()).as("it is back").isFalse();
  }

  @Test
  void aListThatCouldNotBeReadToItsEndSaysNothing() {
    drafts.choose(through(ada), "1", shelf().items.subList(0, 3));
    linking.link(through(ada), install, Map.of());
    shelf().items.removeIf(it -> it.id().equals("r0"));
    shelf().endless = true;
    checked();
    assertThat(vanished()).isFalse();
  }

  private void checked() {
    events.publishEvent(new ConnectionAnswered(new Owner.Workspace(workspace), connection));
  }

  private boolean vanished() {
    return tenancy.within(
        Scope.of(workspace, ada),
        () -> connections.find(connection).orElseThrow().facts().vanishedSince() != null);
  }

  private List<String> linked() {
    return tenancy.within(
        Scope.of(workspace, ada),
        () ->
            sql.sql(
                    "select case when vanished_at is null then '' else 'gone ' end || name from resources where install_id = ? and unlinked_at is null")
                .param(install.value())
                .query((row, n) -> row.getString(1))
                .list());
  }

  private Browsing.Shown look(String query, int page) {
    return (Browsing.Shown) browsing.look(through(ada), new Browsing.Asked("", query, page));
  }

  private Through through(PersonId person) {
    var facts =
        tenancy.within(
            Scope.of(workspace, person), () -> connections.find(connection).orElseThrow().facts());
    var step = (Step.Pick) github().step("repositories").orElseThrow();
    return new Through(
        workspace,
        person,
        github(),
        step,
        Objects.requireNonNull(github().resources().get(step.of())),
        facts);
  }

  private Integration github() {
    return catalog.get().find("github").orElseThrow();
  }

  private Shelf shelf() {
    return SHELF;
  }
}
