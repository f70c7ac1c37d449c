package io.patchbay.installs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Integration;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.AnIntegration;
import io.patchbay.testing.Database;
import io.patchbay.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class BeginningAgainTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
  private final JdbcClient sql = JdbcClient.create(Database.app());
  private final Installs installs = new Installs(sql, clock, event -> {});
  private final WorkspaceId workspace = Database.workspace();
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final Integration slack = AnIntegration.slack().entry();

  @Test
  void anInstallThatWasEmptiedBeginsWithTheNextThingThatSomebodyDoes() {
    var first = save();
    assertThat(begun()).isEqualTo(first);
    clock.tick(Duration.ofDays(2));
    save();
    assertThat(begun()).as("going on is no new beginning").isEqualTo(first);

    inside(() -> installs.forgetChoices(installs.id(slack.slug()).orElseThrow()));
    clock.tick(Duration.ofDays(5));
    var again = save();
    assertThat(begun()).isEqualTo(again);
  }

  private Instant save() {
    inside(() -> installs.save(workspace, slack, "notify", Map.of("events", List.of("all")), ada));
    return clock.instant();
  }

  private void inside(Runnable work) {
    new TransactionTemplate(Database.transactions())
        .executeWithoutResult(status -> {
          sql.sql("select set_config('app.workspace', ?, true)")
              .param(workspace.toString())
              .query()
              .singleRow();
          work.run();
        });
  }

  private Instant begun() {
    return installs.find(Database.app(), workspace, slack.slug()).orElseThrow().createdAt();
  }
}
