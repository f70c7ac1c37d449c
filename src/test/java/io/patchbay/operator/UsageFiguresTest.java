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
import java.util.Map;
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
