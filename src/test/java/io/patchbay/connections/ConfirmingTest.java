package io.patchbay.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.database.OneTrip;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A check that says what is known already is kept in one trip, and nothing else is. */
@PatchbayTest
class ConfirmingTest {
  private static final CheckResult.Account ACME = new CheckResult.Account("acme", "Acme", null);
  private static final CheckResult AGAIN = new CheckResult.Answered(ACME, null);

  @Autowired DataSource app;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired CurrentCatalog catalog;

  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private Integration stripe;
  private ConnectionId id;

  @BeforeEach
  void aConnectionThatWorks() {
    stripe = catalog.get().find("stripe").orElseThrow();
    id =
        inside(() ->
            connections.begin(workspace, installs.ensure(workspace, stripe, ada), stripe, ada));
    observe(AGAIN, Set.of("read"));
  }

  @Test
  void anAnswerThatSaysWhatIsKnownMovesItsTimesAndNothingElse() {
    var seen = seen();
    assertThat(connections.confirm(stripe, seen, AGAIN, Set.of("read"))).isTrue();

    var known = seen.found().facts();
    var before = Objects.requireNonNull(known.lastOk());
    var facts = seen().found().facts();
    assertThat(facts.lastOk()).isAfter(before).isEqualTo(facts.lastAttempt());
    assertThat(facts.answeredAgain(before)).isEqualTo(known);
    assertThat(checks()).isEqualTo(2);
    assertThat(
            Database.asSuperuser()
                .sql(
                    "select claimed_until is null and due_at > now() + interval '4 hours' from checks_due where connection_id = ?")
                .param(id.value())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void whatSomebodyWroteMeanwhileIsNotWrittenOver() {
    var seen = seen();
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"), null);
    assertThat(connections.confirm(stripe, seen, AGAIN, null)).isFalse();
    assertThat(seen().found().facts().refusal()).isNotNull();
    assertThat(checks()).isEqualTo(2);
  }

  @Test
  void whatChangesAnythingIsLeftToWhoTellsOfIt() {
    var seen = seen();
    var other = new CheckResult.Account("other", "Other", null);
    for (var more :
        List.of(
            new CheckResult.Answered(other, null),
            new CheckResult.Answered(ACME, Set.of("read", "write")),
            new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"),
            new CheckResult.Unreachable(Failure.PROVIDER_OUTAGE, "timed_out", null))) {
      assertThat(connections.confirm(stripe, seen, more, null)).as(more.toString()).isFalse();
    }
    observe(new CheckResult.Refused(Failure.LOGIN_EXPIRED, "token_revoked"), null);
    assertThat(connections.confirm(stripe, seen(), AGAIN, null)).as("a recovery").isFalse();
    assertThat(checks()).isEqualTo(2);
  }

  @Test
  void aConnectionThatWasRemovedMeanwhileIsLeftAlone() {
    var seen = seen();
    tenancy.within(
        Scope.of(workspace), () -> connections.remove(seen.found().facts(), ada, "test"));
    assertThat(connections.confirm(stripe, seen, AGAIN, null)).isFalse();
    assertThat(checks()).isEqualTo(1);
  }

  private void observe(CheckResult result, @Nullable Set<String> granted) {
    tenancy.within(Scope.of(workspace), () -> connections.observe(stripe, id, result, granted));
  }

  private ConnectionId inside(java.util.function.Supplier<ConnectionId> work) {
    return tenancy.within(Scope.of(workspace), work);
  }

  private Connections.Seen seen() {
    var seen = new ArrayList<Connections.Seen>();
    OneTrip.inside(Scope.of(workspace))
        .ask(
            "select "
                + Connections.SEEN
                + " from connections c join observations o on o.owner_id = c.owner_id and o.connection_id = c.id where c.id = ?",
            List.of(id.value()),
            rows -> {
              while (rows.next()) {
                seen.add(Connections.seen(rows));
              }
            })
        .run(app);
    return seen.getFirst();
  }

  private long checks() {
    return Database.asSuperuser()
        .sql("select count(*) from check_history where connection_id = ?")
        .param(id.value())
        .query(Long.class)
        .single();
  }
}
