package io.patchbay.hostapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the host app reads, over HTTP and on PostgreSQL. */
@PatchbayTest
class IntegrationsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The names that programs hold on to. */
  private static final String EXAMPLE =
      """
      { "integrations": [ {
          "slug": "slack", "name": "Slack",
          "status": { "label": "needs_attention", "reason": "login_expired", "since": "2026-11-22T10:00:00Z",
                      "evidence": [ { "fact": "check_refused", "connection": "…", "at": "…", "code": "token_revoked" } ],
                      "next_action": { "kind": "reconnect", "label": "Reconnect", "href": "…" },
                      "message": { "happened": "…", "do": "…", "automatic": "We retry as soon as you reconnect." } },
          "checked_at": "2026-11-22T10:04:00Z",
          "setup": { "required_done": 2, "required_total": 3, "next_step": "channels" },
          "connections": { "total": 4, "failing": 1, "line": "1 of 4 workspaces needs re-auth" },
          "sync": null } ],
        "counts": { "all": 30, "connected": 10, "needs_attention": 1, "in_progress": 1, "not_set_up": 16, "disabled": 1 }, "next": null }
      """;

  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired CurrentCatalog catalog;
  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String slug = "workspace-" + UUID.randomUUID();
  private final WorkspaceId workspace = Database.workspace(slug);
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final PersonId mia = Database.member(workspace, "Mia", "member");
  private final String key = "pbk_" + UUID.randomUUID();

  @BeforeEach
  void aHostHasAKeyAndALoginExpired() {
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('host', ?)")
        .param(HostKey.of(key).hash())
        .update();
    var slack = integration("slack");
    var connection =
        tenancy.within(
            Scope.of(workspace, ada),
            () -> connections.begin(workspace, installs.ensure(workspace, slack, ada), slack, ada));
    tenancy.within(
        Scope.of(workspace, ada),
        () ->
            connections.observe(
                slack,
                connection,
                new io.patchbay.providers.CheckResult.Refused(
                    io.patchbay.catalog.Failure.LOGIN_EXPIRED, "token_revoked"),
                null));
  }

  @Test
  void theAnswerHasTheShapeThatWasPromised() throws Exception {
    var answer = get("?q=slack");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(names(JSON.readTree(answer.body()))).isEqualTo(names(JSON.readTree(EXAMPLE)));
  }

  @Test
  void anExpiredLoginSaysWhatHappenedAndWhereToReconnect() throws Exception {
    var slack = JSON.readTree(get("?q=slack").body()).at("/integrations/0");
    assertThat(slack.at("/slug").asString()).isEqualTo("slack");
    assertThat(slack.at("/status/label").asString()).isEqualTo("needs_attention");
    assertThat(slack.at("/status/reason").asString()).isEqualTo("login_expired");
    assertThat(slack.at("/status/since").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(slack.at("/status/evidence/0/code").asString()).isEqualTo("token_revoked");
    assertThat(slack.at("/status/next_action/kind").asString()).isEqualTo("reconnect");
    assertThat(slack.at("/status/next_action/label").asString()).isEqualTo("Reconnect");
    assertThat(slack.at("/status/next_action/href").asString())
        .startsWith("http://127.0.0.1:" + port + "/w/" + slug + "/integrations/slack/setup/")
        .contains("connection=");
    assertThat(slack.at("/status/message/happened").asString()).contains("Slack");
    assertThat(slack.at("/connections/total").asInt()).isOne();
    assertThat(slack.at("/connections/failing").asInt()).isOne();
  }

  @Test
  void itSpeaksTheLanguageAskedFor() throws Exception {
    var request =
        request("/api/v1/workspaces/" + slug + "/integrations?q=slack", key)
            .header("Accept-Language", "pt-BR");
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(
            JSON.readTree(answer.body()).at("/integrations/0/status/next_action/label").asString())
        .isEqualTo("Reconectar");
  }

  @Test
  void theFiltersAreThePages() throws Exception {
    var trouble = JSON.readTree(get("?status=needs_attention").body());
    assertThat(trouble.at("/integrations").size()).isOne();
    assertThat(trouble.at("/counts/needs_attention").asInt()).isOne();
    assertThat(trouble.at("/counts/all").asInt()).isEqualTo(catalog.get().all().size());
    assertThat(JSON.readTree(get("?q=zzzzzz").body()).at("/integrations").size()).isZero();
    assertThat(JSON.readTree(get("?page=2").body()).at("/next").isNull()).isTrue();
  }

  @Test
  void aMemberWhoMayNotReconnectIsToldToAsk() throws Exception {
    var action = "/integrations/0/status/next_action/kind";
    assertThat(JSON.readTree(get("?q=slack&member=" + ada).body()).at(action).asString())
        .isEqualTo("reconnect");
    assertThat(JSON.readTree(get("?q=slack&member=" + mia).body()).at(action).asString())
        .isEqualTo("ask_admin");
  }

  @Test
  void strangersAreNotFound() throws Exception {
    var eve = Database.member(Database.workspace(), "Eve", "admin");
    assertThat(get("?member=" + eve).statusCode()).isEqualTo(404);
    assertThat(get("?member=" + eve).body()).isEqualTo(get("?member=nobody").body());
  }

  @Test
  void aWorkspaceThatWasNeverThereIsNotFoundLikeAnythingElse() throws Exception {
    var never = send("/api/v1/workspaces/never-there/integrations", key);
    assertThat(never.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(never.body()).at("/code").asString()).isEqualTo("not_found");
    assertThat(send("/api/v1/never-there", key).body()).isEqualTo(never.body());
  }

  @Test
  void withoutALivingKeyNothingIsAnswered() throws Exception {
    var here = "/api/v1/workspaces/" + slug + "/integrations";
    var wrong = send(here, "pbk_" + UUID.randomUUID());
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(wrong.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(JSON.readTree(wrong.body()).at("/code").asString()).isEqualTo("host_key_invalid");

    var without =
        http.send(HttpRequest.newBuilder(uri(here)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.body()).isEqualTo(wrong.body());
    var elsewhere =
        http.send(
            HttpRequest.newBuilder(uri("/api/v1/anything")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(elsewhere.statusCode()).isEqualTo(401);
    assertThat(send("/api/v1/workspaces/never-there/integrations", "wrong").body())
        .isEqualTo(wrong.body());

    Database.asOwner()
        .sql("update host_keys set ended_at = now() where hash = ?")
        .param(HostKey.of(key).hash())
        .update();
    assertThat(send(here, key).body()).isEqualTo(wrong.body());
  }

  private Integration integration(String slug) {
    return catalog.get().find(slug).orElseThrow();
  }

  private HttpResponse<String> get(String query) throws IOException, InterruptedException {
    return send("/api/v1/workspaces/" + slug + "/integrations" + query, key);
  }

  private HttpResponse<String> send(String path, String key)
      throws IOException, InterruptedException {
    return http.send(request(path, key).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Every name with the path to it, in order; of a list, those of its first item. */
  private static List<String> names(JsonNode node) {
    var names = new ArrayList<String>();
    collect(node, "", names);
    return names;
  }

  private static void collect(JsonNode node, String path, List<String> names) {
    if (node.isObject()) {
      node.properties()
          .forEach(it -> {
            names.add(path + "/" + it.getKey());
            collect(it.getValue(), path + "/" + it.getKey(), names);
          });
    } else if (node.isArray() && !node.isEmpty()) {
      collect(node.get(0), path + "/0", names);
    }
  }
}
