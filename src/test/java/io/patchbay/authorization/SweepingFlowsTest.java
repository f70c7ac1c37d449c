package io.patchbay.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SweepingFlowsTest {
  private final UUID workspace = Database.workspace().value();
  private final UUID person = Database.person("Ada").value();

  @Test
  void expiredFlowsAreErasedAndOpenOnesStay() {
    flow("expired-" + workspace, "-1 minute");
    flow("open-" + workspace, "5 minutes");
    SweepingFlows.sweep(JdbcClient.create(Database.engine()));
    assertThat(
            Database.asSuperuser()
                .sql("select return_to from flows where workspace_id = ?")
                .param(workspace)
                .query(String.class)
                .list())
        .containsExactly("open-" + workspace);
  }

  private void flow(String name, String expires) {
    Database.asSuperuser()
        .sql(
            """
            insert into flows (state_hash, person_id, browser_hash, workspace_id, integration, verifier, redirect_uri, return_to, expires_at)
            values (sha256(?::bytea), ?, '', ?, 'slack', '', '', ?, now() + ?::interval)
            """)
        .params(name, person, workspace, name, expires)
        .update();
  }
}
