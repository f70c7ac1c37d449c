package io.patchbay.hostapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The host app reports sync runs, over HTTP and on PostgreSQL, and reads what came of them. */
@PatchbayTest
class SyncRunsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired CurrentCatalog catalog;
  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String slug = "workspace-" + UUID.randomUUID();
  private final WorkspaceId workspace = Database.workspace(slug);
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final String key = "pbk_" + UUID.randomUUID();
  private ConnectionId connection = new ConnectionId(UUID.randomUUID());

  @BeforeEach
  void aHostHasAKeyAndSlackIsConnected() {
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('host', ?)")
        .param(HostKey.of(key).hash())
        .update();
    Integration slack = catalog.get().find("slack").orElseThrow();
    connection =
        tenancy.within(
            Scope.of(workspace, ada),
            () -> {
              var id =
                  connections.begin(workspace, installs.ensure(workspace, slack, ada), slack, ada);
              var scopes = java.util.Set.copyOf(slack.scopes().map(it -> it.id()).toList());
              connections.observe(
                  slack,
                  id,
                  new CheckResult.Answered(new CheckResult.Account("T1", "Pinework", null), scopes),
                  null);
              return id;
            });
  }

  @Test
  void anOpenRunSaysHowFarItIsAndAFinishedOneWhenTheNextComes() throws Exception {
    report("{\"run\":\"one\",\"state\":\"started\",\"done\":0,\"total\":5,\"kind\":\"channels\"}");
    report("{\"run\":\"one\",\"state\":\"running\",\"done\":3}");
    assertThat(sync().path("line").asString()).isEqualTo("Syncing 3 of 5 channels");

    var answer =
        report("{\"run\":\"one\",\"state\":\"finished\",\"rows\":120,\"next_within\":3600}");
    assertThat(answer.path("open").isNull()).isTrue();
    assertThat(answer.path("last_finished_at").isNull()).isFalse();
    assertThat(sync().path("line").asString()).isEmpty();
    assertThat(sync().path("next_by").isNull()).isFalse();
  }

  @Test
  void threeFailedRunsAreTroubleTwoAreNotAndAGoodOneEndsIt() throws Exception {
    for (int run = 1; run <= 2; run++) {
      report("{\"run\":\"" + run + "\",\"state\":\"failed\",\"error\":\"quota\"}");
    }
    assertThat(status().path("reason").asString()).isNotEqualTo("sync_failing");
    report("{\"run\":\"3\",\"state\":\"failed\",\"error\":\"quota\"}");
    assertThat(status().path("reason").asString()).isEqualTo("sync_failing");
    assertThat(status().path("evidence").path(0).path("fact").asString()).isEqualTo("sync_failed");

    report("{\"run\":\"4\",\"state\":\"finished\"}");
    assertThat(status().path("reason").asString()).isNotEqualTo("sync_failing");
  }

  @Test
  void theSameReportTwiceCountsOnce() throws Exception {
    for (int i = 0; i < 4; i++) {
      report("{\"run\":\"same\",\"state\":\"failed\"}");
    }
    assertThat(report("{\"run\":\"same\",\"state\":\"running\"}").path("failed_in_a_row").asInt())
        .isEqualTo(1);
  }

  @Test
  void everyMistakeOfAReportIsNamedAtOnce() throws Exception {
    var answer =
        post(
            connection.toString(),
            key,
            "{\"state\":\"done\",\"done\":7,\"total\":5,\"kind\":\"moons\",\"next_within\":\"soon\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    var problem = JSON.readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo("sync_run_invalid");
    assertThat(problem.path("detail").asString())
        .contains("state:", "done: more than total", "kind:", "next_within:");
  }

  @Test
  void anUnknownConnectionAndOneOfNobodyAnswerAlikeAndWithoutAKeyNothingIsSaid() throws Exception {
    var body = "{\"state\":\"running\"}";
    assertThat(post(UUID.randomUUID().toString(), key, body).statusCode()).isEqualTo(404);
    assertThat(post("not-an-id", key, body).statusCode()).isEqualTo(404);
    assertThat(post(connection.toString(), "pbk_wrong", body).statusCode()).isEqualTo(401);
    assertThat(post(UUID.randomUUID().toString(), "pbk_wrong", body).statusCode()).isEqualTo(401);
  }

  private JsonNode report(String body) throws IOException, InterruptedException {
    var answer = post(connection.toString(), key, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private JsonNode sync() throws IOException, InterruptedException {
    return slack().path("sync");
  }

  private JsonNode status() throws IOException, InterruptedException {
    return slack().path("status");
  }

  private JsonNode slack() throws IOException, InterruptedException {
    var request = to("/api/v1/workspaces/" + slug + "/integrations?q=slack", key).GET().build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .path("integrations")
        .path(0);
  }

  private HttpResponse<String> post(String id, String key, String body)
      throws IOException, InterruptedException {
    return http.send(
        to("/api/v1/connections/" + id + "/sync-runs", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + key);
  }
}
