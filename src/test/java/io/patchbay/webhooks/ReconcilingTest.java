package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/** What a provider that tries once sent while the program was away. */
class ReconcilingTest {
  private static final Path DATA = Path.of("target", "tests", "reconciling").toAbsolutePath();
  private static final String SECRET = "the-apps-signing-secret";
  private static final UUID PINEWORK = UUID.fromString("019ab000-0000-7000-8000-000000000001");
  private static final long REPOSITORY = 710;

  @Test
  void whatFailedDuringAnOutageIsBroughtInOnce() throws Exception {
    FileSystemUtils.deleteRecursively(DATA);
    Files.createDirectories(DATA.getParent());
    try (var provider = new TriesOnce(SECRET)) {
      var key = DATA.resolveSibling("reconciling.pem");
      Files.writeString(key, provider.privateKey());
      var before = start(provider, key);
      pickARepository();
      provider.deliversTo(before.address().resolve("/hooks/github"));
      provider.send(REPOSITORY, 1, true);
      // It arrived, and the provider never heard so.
      provider.send(REPOSITORY, 2, false);
      assertThat(told()).isEqualTo(2);
      sql("update reconciliations set next_at = now()");
      before.kill();
      for (int number = 3; number <= 7; number++) {
        provider.send(REPOSITORY, number, true);
      }

      try (var after = start(provider, key)) {
        provider.deliversTo(after.address().resolve("/hooks/github"));
        sql("update reconciliations set next_at = now()");
        until(() -> provider.asked() >= 6 && told() == 7);
        // Another look finds nothing left to ask for.
        sql("update reconciliations set next_at = now(), looked_at = null");
        until(() -> count("select count(*) from reconciliations where looked_at is not null") == 1);
        assertThat(told()).isEqualTo(7);
        assertThat(provider.asked()).isLessThanOrEqualTo(12);
        assertThat(count("select count(*) from arrivals")).isEqualTo(7);
      }
    }
  }

  private static Program start(TriesOnce provider, Path key) {
    return Program.ofTheseClasses(
        DATA,
        List.of(
            "--server.port=0",
            "--patchbay.empty=true",
            "--patchbay.egress.allow[0]=127.0.0.1:" + provider.port(),
            "--patchbay.providers.github.client-id=the-app",
            "--patchbay.providers.github.webhook-secret=" + SECRET,
            "--patchbay.providers.github.private-key-file=" + key,
            "--patchbay.providers.github.hosts[api.github.com]=" + provider.base()));
  }

  private static void pickARepository() {
    superuser()
        .sql(
            """
            with i as (
              insert into installs (workspace_id, integration, created_by, requires_billing_admin)
              values (:pinework, 'github', :pinework, false) returning workspace_id, id
            ), c as (
              insert into connections (owner_id, owner_kind, integration, install_id, account_id, connected_by)
              select workspace_id, 'workspace', 'github', id, 'octo', workspace_id from i
              returning owner_id, install_id, id
            ), o as (
              insert into observations (owner_id, connection_id, first_ok_at) select owner_id, id, now() from c
            )
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by, integration)
            select owner_id, install_id, owner_id, id, 'repositories', :repository, 'anchor', owner_id, 'github' from c
            """)
        .param("pinework", PINEWORK)
        .param("repository", String.valueOf(REPOSITORY))
        .update();
  }

  private static long told() {
    return count("select count(*) from events where type = 'provider.event'");
  }

  private static long count(String query) {
    return superuser().sql(query).query(Long.class).single();
  }

  private static void sql(String statement) {
    superuser().sql(statement).update();
  }

  private interface Reached {
    boolean now();
  }

  private static void until(Reached reached) {
    var end = Instant.now().plusSeconds(60);
    while (!reached.now()) {
      assertThat(Instant.now()).as("waited in vain").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static JdbcClient superuser() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:" + read("port") + "/patchbay",
            "postgres",
            read("superuser.password")));
  }

  private static String read(String file) {
    try {
      return Files.readString(DATA.resolve("postgres").resolve(file)).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
