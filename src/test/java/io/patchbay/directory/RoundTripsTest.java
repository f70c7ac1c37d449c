package io.patchbay.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.FullDirectory;
import io.patchbay.testing.NoRounds;
import io.patchbay.testing.RoundTrips;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** How often a page waits for PostgreSQL, counted on the wire. */
class RoundTripsTest {
  private static final PersonId ADA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000011"));
  private static final String FULL = "full-" + UUID.randomUUID();
  private static final String EMPTY = "empty-" + UUID.randomUUID();
  private static final String KEY = "pbk_" + UUID.randomUUID();

  @TempDir static Path catalog;
  private static RoundTrips wire;
  private static ConfigurableApplicationContext program;
  private static int port;
  private static WorkspaceId full;

  @BeforeAll
  static void aProgramWhoseDatabaseIsBehindTheWire() throws Exception {
    List<String> slugs = FullDirectory.write(catalog, 30);
    wire = RoundTrips.before(Database.reach().url());
    var settings = new HashMap<>(Database.properties());
    settings.put("patchbay.database.url", wire.url());
    settings.put("patchbay.catalog", catalog.toString());
    settings.put("patchbay.empty", "true");
    settings.put("db-scheduler.enabled", "false");
    settings.put("server.port", "0");
    program = NoRounds.start(settings);
    port =
        Integer.parseInt(
            Objects.requireNonNull(program.getEnvironment().getProperty("local.server.port")));
    join(EMPTY);
    full = join(FULL);
    FullDirectory.connect(Database.asSuperuser(), full, ADA, slugs, 4);
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('round trips', ?)")
        .param(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)))
        .update();
  }

  private static WorkspaceId join(String slug) {
    var workspace = Database.workspace(slug);
    Database.join(workspace, ADA, "Ada", "admin");
    return workspace;
  }

  @AfterAll
  static void theProgramEnds() {
    program.close();
    wire.close();
  }

  @Test
  void anEmptyDirectoryTakesOneTrip() {
    var ada = Browser.of(port, "ada");
    assertThat(trips(() -> ada.get("/w/" + EMPTY + "/integrations"), "Tool 01")).isOne();
  }

  @Test
  void thirtyIntegrationsOfFourAccountsTakeOneTrip() {
    var ada = Browser.of(port, "ada");
    assertThat(trips(() -> ada.get("/w/" + FULL + "/integrations"), "1 of 4 workspaces")).isOne();
  }

  @Test
  void aDirectoryInWhichSomethingChangedTakesTwoTripsOnce() {
    var ada = Browser.of(port, "ada");
    ada.get("/w/" + FULL + "/integrations");
    Database.asSuperuser()
        .sql(
            "update connections set label = 'Renamed since' where owner_id = ? and integration = 'tool-11'")
        .param(full.value())
        .update();
    long before = wire.of("patchbay_app");
    assertThat(ada.get("/w/" + FULL + "/integrations").body()).contains("Renamed since");
    long changed = wire.of("patchbay_app");
    assertThat(ada.get("/w/" + FULL + "/integrations").body()).contains("Renamed since");
    assertThat(changed - before).isEqualTo(2);
    assertThat(wire.of("patchbay_app") - changed).isOne();
  }

  @Test
  void theDetailsTakeAtMostTwoTrips() {
    var ada = Browser.of(port, "ada");
    assertThat(trips(() -> ada.get("/w/" + FULL + "/integrations/tool-10"), "Account 1"))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void theHostsListTakesAtMostTwoTrips() {
    var host = new Browser(port);
    assertThat(
            trips(
                () ->
                    host.get(
                        "/api/v1/workspaces/" + FULL + "/integrations",
                        "Authorization",
                        "Bearer " + KEY),
                "1 of 4 workspaces"))
        .isLessThanOrEqualTo(2);
  }

  /** Once to open the pool's connection and prepare what is prepared, and once to be counted. */
  private static long trips(Supplier<HttpResponse<String>> page, String content) {
    assertThat(page.get().statusCode()).isEqualTo(200);
    long before = wire.of("patchbay_app");
    var answer = page.get();
    long after = wire.of("patchbay_app");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains(content);
    return after - before;
  }
}
