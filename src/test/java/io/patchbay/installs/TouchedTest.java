package io.patchbay.installs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.database.OneTrip;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import io.patchbay.testing.FullDirectory;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a card is made of makes the workspace's rows others than they were. */
class TouchedTest {
  private static final WorkspaceId WORKSPACE = Database.workspace();
  private static final WorkspaceId NEIGHBOUR = Database.workspace();
  private static final PersonId ADA = Database.member(WORKSPACE, "Ada", "admin");

  @BeforeAll
  static void threeIntegrationsOneOfThemThroughASourceOfOnesOwn() {
    for (var workspace : List.of(WORKSPACE, NEIGHBOUR)) {
      FullDirectory.connect(
          Database.asSuperuser(), workspace, ADA, List.of("one", "two", "three"), 2);
    }
    changed(
        """
        with own as (
          insert into connections (owner_id, owner_kind, integration, account_id, account_name, connected_by)
          values (:p, 'person', 'one', 'mine', 'Mine', :p) returning owner_id, id),
        observed as (insert into observations (owner_id, connection_id) select owner_id, id from own)
        insert into personal_links (workspace_id, install_id, person_id, connection_id, linked_by)
        select i.workspace_id, i.id, own.owner_id, own.id, :p from own, installs i
        where i.workspace_id = :w and i.integration = 'one'
        """);
    changed(
        "update installs set disabled_at = now(), disabled_by = :p where workspace_id = :w and integration in ('two', 'three')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into installs (workspace_id, integration, created_by, requires_billing_admin) values (:w, 'four', :p, false)",
        "update installs set requires_billing_admin = true where workspace_id = :w and integration = 'one'",
        "update installs set disabled_at = null, disabled_by = null where workspace_id = :w and integration = 'three'",
        "delete from installs where workspace_id = :w and integration = 'four'",
        "update members set name = 'Ada L.' where workspace_id = :w and person_id = :p",
        "update connections set label = 'Sales' where owner_id = :w and integration = 'one' and account_name = 'Account 1'",
        "update connections set removed_at = now() where owner_id = :w and integration = 'two' and account_name = 'Account 2'",
        "update observations set last_attempt_at = now() where owner_id = :w",
        "update observations set sync_done = 3 where owner_id = :w and connection_id = (select min(id::text)::uuid from connections where owner_id = :w)",
        "update connections set account_name = 'Mine too' where owner_id = :p",
        "update observations set refused_as = 'login_expired', refused_code = 'x', refused_since = now(), refused_at = now() where owner_id = :p",
        "update personal_links set unlinked_at = now() where workspace_id = :w",
        "update personal_links set unlinked_at = null where workspace_id = :w",
        "insert into step_results (workspace_id, install_id, step, skipped_at, saved_by) select workspace_id, id, 'more', now(), :p from installs where workspace_id = :w and integration = 'one'",
        "update step_results set choices = '{}' where workspace_id = :w",
        "delete from step_results where workspace_id = :w and step = 'more'",
        "insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by) select owner_id, install_id, owner_id, id, 'channels', 'C9', '#nine', :p from connections where owner_id = :w and integration = 'one'",
        "update resources set unlinked_at = now(), unlinked_by = :p where workspace_id = :w and external_id = 'C9'",
        "insert into incidents (provider, bucket, code, began_at, affected, last_probe_at, next_probe_at) values (:w, 'provider_outage', 'x', now(), 1, now(), now() + interval '1 year')",
        "update incidents set failed_probes = 4 where provider = :w::text",
        "update incidents set ended_at = now() where provider = :w::text",
      })
  void everyChangeIsSeen(String change) {
    var before = touched(WORKSPACE);
    assertThat(before.workspace()).isEqualTo(WORKSPACE.value());
    assertThat(changed(change)).isPositive();
    assertThat(touched(WORKSPACE).same(before)).isFalse();
  }

  @Test
  void aChangeThatIsTakenBackIsSeenToo() {
    var before = touched(WORKSPACE);
    changed("update connections set label = 'x' where owner_id = :w and integration = 'three'");
    changed("update connections set label = null where owner_id = :w and integration = 'three'");
    assertThat(touched(WORKSPACE).same(before)).as("two versions later").isFalse();
  }

  @Test
  void whatANeighbourDoesChangesNothingHere() {
    var before = touched(WORKSPACE);
    Database.asSuperuser()
        .sql("update observations set last_attempt_at = now() where owner_id = ?")
        .param(NEIGHBOUR.value())
        .update();
    assertThat(touched(WORKSPACE).same(before)).isTrue();
    assertThat(touched(NEIGHBOUR).same(before)).isFalse();
  }

  @Test
  void whoEnteredNothingIsToldNothing() {
    assertThat(touched(null).workspace()).isNull();
  }

  private static Touched touched(@Nullable WorkspaceId workspace) {
    var trip =
        new OneTrip()
            .ask(
                "select set_config('app.workspace', ?, true)",
                List.of(workspace == null ? "" : workspace.toString()),
                rows -> {});
    var touched = Touched.ask(trip);
    trip.run(Database.app());
    return touched;
  }

  private static int changed(String statement) {
    return Database.asSuperuser()
        .sql(
            statement
                .replace(":w::text", "'" + WORKSPACE + "'")
                .replace(
                    "values (:w, 'provider_outage'",
                    "values ('" + WORKSPACE + "', 'provider_outage'")
                .replace(":w", uuid(WORKSPACE.value()))
                .replace(":p", uuid(ADA.value())))
        .update();
  }

  private static String uuid(UUID id) {
    return "'" + id + "'::uuid";
  }
}
