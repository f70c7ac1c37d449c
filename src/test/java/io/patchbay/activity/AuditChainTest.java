package io.patchbay.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.Scope;
import io.patchbay.events.CredentialsRead;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** T23: whatever is done to a chain by whoever owns the database shows, a cut tail included. */
class AuditChainTest {
  private static final JdbcClient SUPERUSER = Database.asSuperuser();

  private final DatabaseVisit database = DatabaseVisit.to(Database.reach());
  private final JdbcClient sql = JdbcClient.create(database.app());
  private final Activity activity = new Activity(sql);
  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");

  @AfterEach
  void leave() {
    database.close();
  }

  @Test
  void whatWasWrittenVerifies() {
    write(5);
    var verified = verify();
    assertThat(verified.findings()).isEmpty();
    assertThat(verified.head().count()).isEqualTo(5);
    assertThat(verify(verified.head().toString()).findings()).isEmpty();
  }

  @Test
  void textsOfAnyLanguageAndMissingOnesVerify() {
    database.within(
        Scope.of(workspace),
        () -> {
          activity.write(
              happening()
                  .to(new ConnectionId(UUID.randomUUID()), "Ação, 12:34 “ü” \uD83D\uDE80 \\ \" -")
                  .because("-")
                  .saying(Map.of("é", "1,2", "a", "", "zz", "\n")));
          activity.write(happening());
          return true;
        });
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void manyWritersMakeOneChain() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done :
          threads.invokeAll(
              java.util.Collections.nCopies(
                  60,
                  () -> {
                    write(1);
                    return true;
                  }))) {
        done.get();
      }
    }
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().head().count()).isEqualTo(60);
  }

  @Test
  void readsOfManyWorkspacesAreLinkedTogetherEachInItsOwnChain() {
    var other = Database.workspace();
    var reads = List.of(read(workspace), read(workspace), read(other));
    activity.write(new CredentialsRead(reads));
    activity.write(new CredentialsRead(List.of(reads.getFirst(), read(other))));

    assertThat(verify().findings()).isEmpty();
    assertThat(verify().head().count())
        .as("what is there already is not written again")
        .isEqualTo(2);
    var others = database.within(Scope.of(other), () -> AuditChain.verify(sql, other, List.of()));
    assertThat(others.findings()).isEmpty();
    assertThat(others.head().count()).isEqualTo(2);
  }

  @Test
  void readsOfManyWorkspacesAreWrittenAllOrNone() {
    var reads = List.of(read(workspace), read(new WorkspaceId(UUID.randomUUID())), read(workspace));
    assertThatThrownBy(() -> activity.write(new CredentialsRead(reads)))
        .isInstanceOf(DataAccessException.class);
    assertThat(verify().head().count()).isZero();
  }

  private static Happening read(WorkspaceId workspace) {
    return Happening.of(What.CREDENTIAL_READ, Instant.now(), workspace, "slack")
        .to(new ConnectionId(UUID.randomUUID()), "Ação \"1\", {2}")
        .saying(Map.of("key", UUID.randomUUID().toString(), "key_name", "host"));
  }

  @Test
  void whatWasRolledBackLeavesNoLink() {
    write(1);
    assertThatThrownBy(() ->
            database.within(
                Scope.of(workspace),
                () -> {
                  activity.write(happening());
                  throw new IllegalStateException("no");
                }))
        .isInstanceOf(IllegalStateException.class);
    write(1);
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().head().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "what = 'disabled'",
        "by_name = 'Mallory'",
        "by_person = gen_random_uuid()",
        "at = at + interval '1 microsecond'",
        "integration = 'other'",
        "install_id = gen_random_uuid()",
        "connection_id = gen_random_uuid()",
        "account = null",
        "code = ''",
        "detail = '{}'",
        "id = gen_random_uuid()"
      })
  void everyChangedFieldShows(String change) {
    write(4);
    superuser("update activity set " + change + " where id = (" + third() + ")");
    assertThat(verify().findings()).isNotEmpty();
  }

  @Test
  void anEntryTakenOutShows() {
    write(4);
    superuser("delete from activity where id = (" + third() + ")");
    assertThat(verify().findings()).singleElement().asString().contains("entry 3", "taken out");
  }

  @Test
  void anEntryTakenOutWithItsLinkShows() {
    write(4);
    superuser("delete from activity where id = (" + third() + ")");
    superuser(
        "delete from activity_chain where seq = 3 and workspace_id = '%s'".formatted(workspace));
    assertThat(verify().findings()).contains("entries 3 to 3 are missing");
  }

  @Test
  void twoEntriesThatChangedPlacesShow() {
    write(4);
    superuser(
        """
        alter table activity_chain drop constraint activity_chain_workspace_id_activity_id_key;
        update activity_chain c set activity_id = other.activity_id from activity_chain other
        where c.workspace_id = '%s' and other.workspace_id = c.workspace_id
          and (c.seq, other.seq) in ((2, 3), (3, 2));
        alter table activity_chain add unique (workspace_id, activity_id)
        """
            .formatted(workspace));
    assertThat(verify().findings()).isNotEmpty();
  }

  @Test
  void anEntryPutInBesideTheChainShows() {
    write(2);
    superuser("set session_replication_role = replica; " + inserted());
    assertThat(verify().findings()).singleElement().asString().contains("put in beside the chain");
  }

  @Test
  void aCutTailShowsAgainstTheHeadThatWasKeptEvenIfTheDatabasesHeadWasCutToo() {
    write(5);
    var kept = verify().head();
    cutAfter(3);

    assertThat(verify().findings()).as("the chain alone looks whole").isEmpty();
    assertThat(verify(kept.toString()).findings())
        .singleElement()
        .asString()
        .contains("the chain ends at 3", "says 5", "cut off");
  }

  @Test
  void aTailThatWasCutAndWrittenAgainShowsAgainstTheHeadThatWasKept() {
    write(5);
    var kept = verify().head();
    cutAfter(3);
    write(4);

    assertThat(verify().findings()).isEmpty();
    assertThat(verify(kept.toString()).findings())
        .singleElement()
        .asString()
        .contains("entry 5 is not the one that the kept head names");
  }

  @Test
  void aChainThatIsGoneAltogetherShowsAgainstTheHeadThatWasKept() {
    write(2);
    var kept = verify().head();
    superuser("delete from activity where workspace_id = '%s'".formatted(workspace));
    superuser("delete from activity_chain where workspace_id = '%s'".formatted(workspace));
    superuser("delete from activity_heads where workspace_id = '%s'".formatted(workspace));

    var said = new ByteArrayOutputStream();
    int code =
        AuditCommand.verify(
            database,
            List.of(kept.toString()),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    assertThat(code).isOne();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("wrong " + workspace + ": the chain ends at 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update activity set what = 'disabled'",
        "delete from activity",
        "insert into activity_chain (workspace_id, seq, activity_id, hash) values (current_workspace(), 9, gen_random_uuid(), ''::bytea)",
        "update activity_chain set hash = ''::bytea",
        "delete from activity_chain",
        "update activity_heads set hash = ''::bytea",
        "update activity_heads set seq = 0",
        "delete from activity_heads",
        "alter table activity disable trigger chained",
        "set session_replication_role = replica",
        "select link_activity(a) from activity a"
      })
  void theLoginThatServesCanOnlyAdd(String attack) {
    write(2);
    assertThatThrownBy(() -> database.within(Scope.of(workspace), () -> sql.sql(attack).update()))
        .rootCause()
        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void anotherWorkspaceSeesNothingOfTheChain() {
    write(2);
    var other = Database.workspace();
    assertThat(
            database.within(
                Scope.of(other),
                () ->
                    sql.sql(
                            "select (select count(*) from activity_chain) + (select count(*) from activity_heads)")
                        .query(Long.class)
                        .single()))
        .isZero();
  }

  @Test
  void aTextThatIsNoHeadIsSaidSo() {
    var said = new ByteArrayOutputStream();
    assertThat(AuditCommand.verify(database, List.of("5"), new PrintStream(said))).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("'5' is no head");
  }

  private void write(int entries) {
    for (int i = 0; i < entries; i++) {
      database.within(
          Scope.of(workspace),
          () -> {
            activity.write(happening());
            return true;
          });
    }
  }

  private Happening happening() {
    return Happening.of(What.CONNECTED, Instant.now(), workspace, "slack")
        .by(ada)
        .to(null, "Acme")
        .because("why")
        .saying(Map.of("count", "3"));
  }

  private AuditChain.Verified verify(String... heads) {
    return database.within(
        Scope.of(workspace),
        () ->
            AuditChain.verify(
                sql, workspace, List.of(heads).stream().map(AuditHead::parse).toList()));
  }

  private String third() {
    return "select activity_id from activity_chain where seq = 3 and workspace_id = '%s'"
        .formatted(workspace);
  }

  private String inserted() {
    return "insert into activity (workspace_id, at, integration, what) values ('%s', now(), 'slack', 'connected')"
        .formatted(workspace);
  }

  /** As somebody would who owns the database and is careful. */
  private void cutAfter(long seq) {
    superuser(
        """
        delete from activity where id in (select activity_id from activity_chain where workspace_id = '%1$s' and seq > %2$d);
        delete from activity_chain where workspace_id = '%1$s' and seq > %2$d;
        update activity_heads h set seq = %2$d, hash = (select hash from activity_chain where workspace_id = '%1$s' and seq = %2$d)
        where workspace_id = '%1$s'
        """
            .formatted(workspace, seq));
  }

  private static void superuser(String statement) {
    SUPERUSER.sql(statement).update();
  }
}
