package io.patchbay.emergencies;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Connections;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.Reason;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Keys of a provider that offers no revocation, so that nobody outside is asked. */
@PatchbayTest
@TestPropertySource(properties = "patchbay.health.look-every=1h")
class EndingAccessTest {
  private static final JdbcClient ALL = Database.asSuperuser();

  @Autowired EndingAccess ending;
  @Autowired Emergencies emergencies;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired CurrentCatalog catalog;

  private final WorkspaceId oakwood = Database.workspace("oakwood-" + System.nanoTime());
  private final WorkspaceId other = Database.workspace();
  private final PersonId ada = Database.member(oakwood, "Ada", "admin");
  private final PersonId eve = Database.member(other, "Eve", "admin");

  private List<ConnectionId> connect(WorkspaceId workspace, PersonId by, int howMany) {
    var stripe = catalog.get().find("stripe").orElseThrow();
    return IntStream.range(0, howMany)
        .mapToObj(n ->
            tenancy.within(
                Scope.of(workspace, by),
                () -> {
                  var install = installs.ensure(workspace, stripe, by);
                  var id = connections.begin(workspace, install, stripe, by);
                  secrets.put(
                      new Owner.Workspace(workspace),
                      id,
                      "credential",
                      new Credential(Map.of("api_key", Secret.of("sk_test_canary" + n))).asSecret(),
                      null,
                      "ary" + n);
                  connections.observe(
                      stripe,
                      id,
                      new CheckResult.Answered(
                          new CheckResult.Account("acct_" + n, "Books of " + workspace, null),
                          null),
                      null);
                  installs.save(workspace, stripe, "events", Map.of("mode", List.of("all")), by);
                  return id;
                }))
        .toList();
  }

  @Test
  void everyCredentialOfAWorkspaceGoesAndItsConnectionsSayWhoEndedThem() {
    var ids = connect(oakwood, ada, 20);
    var theirs = connect(other, eve, 1);

    emergencies.order(Emergency.Kind.WORKSPACE, "oakwood", oakwood, "Olga");
    ending.work();

    assertThat(secretsOf(oakwood)).isZero();
    assertThat(secretsOf(other)).isOne();
    for (var id : ids) {
      assertThat(status(oakwood, id).reason()).isEqualTo(Reason.ENDED_BY_OPERATOR);
      assertThat(status(oakwood, id).evidence().getFirst().fact()).isEqualTo("credential_erased");
    }
    assertThat(status(other, theirs.getFirst()).reason()).isEqualTo(Reason.WORKING);
    assertThat(
            ALL.sql(
                    "select count(*) from activity where workspace_id = ? and what = 'credential_erased'")
                .param(oakwood.value())
                .query(Long.class)
                .single())
        .isEqualTo(20);
    assertThat(order().ended()).isEqualTo(20);
    assertThat(order().doneAt()).isNotNull();
  }

  @Test
  void whoLooksAgainAfterwardsIsToldTheSame() {
    var id = connect(oakwood, ada, 1).getFirst();
    emergencies.order(Emergency.Kind.WORKSPACE, "oakwood", oakwood, "Olga");
    ending.work();
    var since = status(oakwood, id).since();

    var stripe = catalog.get().find("stripe").orElseThrow();
    tenancy.within(
        Scope.of(oakwood),
        () ->
            connections.observe(
                stripe,
                id,
                new CheckResult.Refused(
                    io.patchbay.catalog.Failure.LOGIN_EXPIRED, "credential_missing"),
                null));

    assertThat(status(oakwood, id).reason()).isEqualTo(Reason.ENDED_BY_OPERATOR);
    assertThat(status(oakwood, id).since()).isEqualTo(since);
  }

  @Test
  void anOrderGoesOnWhereANodeDied() {
    var ids = new ArrayList<>(connect(oakwood, ada, 40));
    emergencies.order(Emergency.Kind.WORKSPACE, "oakwood", oakwood, "Olga");
    var taken = emergencies.claim().orElseThrow();
    ids.sort(java.util.Comparator.comparing(it -> it.value().toString()));
    emergencies.cameTo(taken, ids.get(9).value(), 10, 0);

    ending.work();
    assertThat(secretsOf(oakwood)).as("another node holds it").isEqualTo(40);

    ALL.sql("update emergencies set claimed_until = now() - interval '1 second' where id = ?")
        .param(taken.id())
        .update();
    ending.work();
    assertThat(secretsOf(oakwood)).as("the first ten were done before").isEqualTo(10);
    assertThat(order().ended()).isEqualTo(40);
  }

  @Test
  void oneThatGoesWrongIsNoReasonToLeaveTheOthers() {
    var ids = connect(oakwood, ada, 12);
    poison(ids.get(2));
    try {
      emergencies.order(Emergency.Kind.WORKSPACE, "oakwood", oakwood, "Olga");
      ending.work();
      assertThat(secretsOf(oakwood)).isOne();
      assertThat(order().doneAt()).as("it is tried again").isNull();
    } finally {
      ALL.sql("drop trigger poison_of_ending on secrets").update();
    }
    ALL.sql("update emergencies set claimed_until = null where id = ?")
        .param(order().id())
        .update();
    ending.work();
    assertThat(secretsOf(oakwood)).isZero();
    assertThat(order().ended()).isEqualTo(12);
    assertThat(order().doneAt()).isNotNull();
  }

  private static void poison(ConnectionId connection) {
    ALL.sql(
            """
            create or replace function poison_of_ending() returns trigger language plpgsql as $$
            begin
              raise exception 'poison';
            end $$
            """)
        .update();
    ALL.sql(
            "create trigger poison_of_ending before delete on secrets for each row when (old.connection_id = '%s') execute function poison_of_ending()"
                .formatted(connection))
        .update();
  }

  @Test
  void aWorkspaceThatWasErasedIsNowhereInTheDatabaseButInItsOrder() {
    connect(oakwood, ada, 3);
    connect(other, eve, 2);
    var before = tablesThatName(other);
    assertThat(tablesThatName(oakwood))
        .containsKeys(
            "connections", "secrets", "data_keys", "activity", "activity_chain", "members");

    emergencies.order(Emergency.Kind.ERASURE, "oakwood", oakwood, "Olga");
    ending.work();

    assertThat(tablesThatName(oakwood)).containsExactly(Map.entry("emergencies", 1L));
    assertThat(tablesThatName(other)).isEqualTo(before);
    assertThat(order().doneAt()).isNotNull();
  }

  /** Or rows of a table that came later would stay. */
  @Test
  void everyTableThatKeepsRowsOfAWorkspaceCanBeErased() {
    assertThat(
            ALL.sql(
                    """
                    select name from rows_of_workspaces
                    where name not in (select tablename from pg_policies where policyname = 'erasing')
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  private Emergency order() {
    return emergencies.newest(100).stream()
        .filter(it -> oakwood.equals(it.workspace()))
        .findFirst()
        .orElseThrow();
  }

  private ConnectionStatus status(WorkspaceId workspace, ConnectionId id) {
    ConnectionFacts facts =
        tenancy.within(Scope.of(workspace), () -> connections.find(id).orElseThrow().facts());
    return ConnectionStatus.at(
        Instant.now(), facts, Expectations.of(catalog.get().find("stripe").orElseThrow()));
  }

  private static long secretsOf(WorkspaceId workspace) {
    return ALL.sql("select count(*) from secrets where owner_id = ?")
        .param(workspace.value())
        .query(Long.class)
        .single();
  }

  /** Every table of the database, read as text. */
  private static Map<String, Long> tablesThatName(WorkspaceId workspace) {
    var found = new TreeMap<String, Long>();
    for (String table : tables()) {
      long rows =
          ALL.sql("select count(*) from %s t where t::text like ?".formatted(table))
              .param("%" + workspace + "%")
              .query(Long.class)
              .single();
      if (rows > 0) {
        found.put(table, rows);
      }
    }
    return found;
  }

  private static List<String> tables() {
    return ALL.sql("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        .query((row, n) -> String.valueOf(row.getString(1)))
        .list();
  }
}
