package io.patchbay.hostapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.sandbox.Sandbox;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the host app may take and bring, over HTTP, on PostgreSQL, with the pretend providers. */
@PatchbayTest
class CredentialsTest {
  private static final String NOWHERE = "/api/v1/connections/" + UUID.randomUUID();

  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired CurrentCatalog catalog;
  @Autowired Secrets secrets;
  @Autowired Sandbox sandbox;
  @Autowired ReadsOnRecord reads;

  @Autowired
  @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping;

  @LocalServerPort int port;

  private final String slug = "workspace-" + UUID.randomUUID();
  private final WorkspaceId workspace = Database.workspace(slug);
  private final PersonId ada = Database.member(workspace, "Ada", "admin");
  private final PersonId max = Database.member(workspace, "Max", "manager");
  private Host host;

  @BeforeEach
  void aHost() {
    host = Host.at(port);
  }

  @Test
  void aKeyIsHandedOutReadyToSend() {
    var id = imported();
    var heard = host.get("/api/v1/connections/" + id + "/token");

    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    var json = heard.json();
    assertThat(json.at("/integration").asString()).isEqualTo("stripe");
    assertThat(json.at("/kind").asString()).isEqualTo("api_key");
    assertThat(json.at("/token").asString()).isEqualTo(sandbox.apiKey("Pinework"));
    assertThat(json.at("/fields/api_key").asString()).isEqualTo(sandbox.apiKey("Pinework"));
    assertThat(json.at("/send/header").asString()).isEqualTo("Authorization");
    assertThat(json.at("/send/value").asString()).isEqualTo("Bearer " + sandbox.apiKey("Pinework"));
    assertThat(json.at("/account/name").asString()).isEqualTo("Pinework");
    assertThat(json.at("/expires_at").isNull()).isTrue();
  }

  @Test
  void theShortWayToACredentialPassesTheSameDoors() throws Exception {
    var id = imported();
    var path = "/api/v1/connections/" + id;
    var quick = host.get(path + "/token").raw().headers().map();
    var usual = host.get(path).raw().headers().map();
    assertThat(quick.keySet()).containsAll(usual.keySet());
    assertThat(quick).containsEntry("x-content-type-options", List.of("nosniff"));
    assertThat(quick.get("content-security-policy"))
        .isEqualTo(usual.get("content-security-policy"));

    assertThat(status("GET " + path + "/token", "Host: elsewhere.example")).contains(" 421 ");
    assertThat(status("GET " + path + "/token", "Host: 127.0.0.1:" + port)).contains(" 401 ");
    assertThat(host.post(path + "/token", "{}").status()).isIn(404, 405);
    assertThat(host.get(path + "/token?x=1").status()).isEqualTo(200);
    assertThat(host.get(path + "/%74oken").status()).isIn(200, 400);
  }

  private String status(String line, String header) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              (line + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @Test
  void aThousandReadsInAMinuteAreOneLinkOfTheChain() throws Exception {
    var id = imported();
    long before = links();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done :
          threads.invokeAll(
              java.util.Collections.nCopies(
                  200, () -> host.get("/api/v1/connections/" + id + "/token").status()))) {
        assertThat(done.get()).isEqualTo(200);
      }
    }
    reads.writeWhatWaits();
    assertThat(links() - before).isBetween(1L, 2L); // the minute may turn in between
    var second = Host.at(port);
    second.get("/api/v1/connections/" + id + "/token");
    reads.writeWhatWaits();
    assertThat(
            Database.asSuperuser()
                .sql(
                    """
                    select count(distinct detail ->> 'key') from activity
                    where connection_id = ?::uuid and what = 'credential_read'
                    """)
                .param(id)
                .query(Long.class)
                .single())
        .as("each key has a record of its own")
        .isEqualTo(2);
  }

  @Test
  void aDisabledIntegrationHandsOutNothing() {
    var id = imported();
    tenancy.within(scope(), () -> installs.disable(workspace, "stripe", ada));
    var heard = host.get("/api/v1/connections/" + id + "/token");
    assertThat(heard.status()).isEqualTo(409);
    assertThat(heard.code()).isEqualTo("integration_disabled");
    assertThat(host.get("/api/v1/connections/" + id).json().at("/status/reason").asString())
        .isEqualTo("disabled");
    assertThat(heard.body()).doesNotContain(sandbox.apiKey("Pinework"));

    tenancy.within(scope(), () -> installs.enable(workspace, "stripe", ada));
    assertThat(host.get("/api/v1/connections/" + id + "/token").status()).isEqualTo(200);
  }

  @Test
  void aLoginThatIsKnownToBeDeadIsNotHandedOut() {
    var id = imported();
    refuse(id, "token_revoked");
    assertThat(host.get("/api/v1/connections/" + id + "/token").code()).isEqualTo("login_expired");
    refuse(id, "wrong_account");
    assertThat(host.get("/api/v1/connections/" + id + "/token").code()).isEqualTo("wrong_account");
  }

  @Test
  void aTokenThatCannotBeRenewedIsSaidSo() {
    var slack = begun("google-calendar");
    keep(
        slack,
        "{\"access\":\"ended\",\"refresh\":\"never-issued\"}",
        Instant.now().minusSeconds(60));
    var heard = host.get("/api/v1/connections/" + slack + "/token");
    assertThat(heard.status()).isEqualTo(409);
    assertThat(heard.code()).isEqualTo("login_expired");
    assertThat(heard.body()).doesNotContain("ended", "never-issued");
  }

  @Test
  void anErasedCredentialIsNotHandedOut() {
    var slack = begun("slack");
    assertThat(host.get("/api/v1/connections/" + slack + "/token").code())
        .isEqualTo("login_expired");
  }

  @Test
  void whatIsNotThereIsAnsweredAlikeForEverybody() {
    var id = imported();
    var strangers = UUID.randomUUID();
    var nowhere = host.get(NOWHERE + "/token");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(host.get("/api/v1/connections/" + strangers).body()).isEqualTo(nowhere.body());
    assertThat(host.get("/api/v1/connections/not-an-id/token").body()).isEqualTo(nowhere.body());

    tenancy.within(
        scope(),
        () ->
            connections.remove(
                connections.find(ConnectionId.of(id)).orElseThrow().facts(), ada, "test"));
    assertThat(host.get("/api/v1/connections/" + id + "/token").body()).isEqualTo(nowhere.body());

    var personal = personal();
    assertThat(host.get("/api/v1/connections/" + personal + "/token").body())
        .as("somebody's own source is not the workspace's to hand out")
        .isEqualTo(nowhere.body());
    assertThat(new Host(port, "pbk_wrong").get("/api/v1/connections/" + id + "/token").status())
        .isEqualTo(401);
  }

  @Test
  void connectionsAreListedWithTheirStatusAndWithoutTheirCredential() {
    var id = imported();
    var heard = host.get("/api/v1/workspaces/" + slug + "/connections");
    var first = heard.json().at("/connections/0");
    assertThat(first.at("/id").asString()).isEqualTo(id);
    assertThat(first.at("/status/label").asString()).isEqualTo("connected");
    assertThat(first.at("/account/name").asString()).isEqualTo("Pinework");
    assertThat(heard.body()).doesNotContain(sandbox.apiKey("Pinework"));
    assertThat(host.get("/api/v1/connections/" + id).json()).isEqualTo(first);
    assertThat(host.get("/api/v1/workspaces/never-there/connections").status()).isEqualTo(404);
  }

  @Test
  void bringingTheSameAccountAgainRenewsIt() {
    var id = imported();
    var again = bring("stripe", ada, fields(sandbox.apiKey("Pinework")));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().at("/id").asString()).isEqualTo(id);
    var other = bring("stripe", ada, fields(sandbox.apiKey("Acme")));
    assertThat(other.status()).isEqualTo(201);
  }

  @Test
  void aRefusedCredentialIsNotKept() {
    var heard = bring("stripe", ada, fields("sk_test_neverissued"));
    assertThat(heard.status()).isEqualTo(422);
    assertThat(heard.code()).isEqualTo("credential_refused");
    assertThat(heard.body()).doesNotContain("neverissued");
    assertThat(host.get("/api/v1/workspaces/" + slug + "/connections").json().at("/connections"))
        .isEmpty();
  }

  @Test
  void anotherAccountsCredentialIsRefusedForAConnectionThatIsThere() {
    var id = imported();
    var heard =
        host.post(
            "/api/v1/connections",
            body("stripe", ada, fields(sandbox.apiKey("Acme")))
                .replaceFirst("\\{", "{\"connection\":\"" + id + "\","));
    assertThat(heard.status()).isEqualTo(409);
    assertThat(heard.code()).isEqualTo("wrong_account");
  }

  @Test
  void aMembersOwnSourceIsNotRenewedAsTheWorkspaces() {
    var own = personal();
    Database.asSuperuser()
        .sql(
            """
            with turned_on as (
              insert into installs (workspace_id, integration, created_by, requires_billing_admin)
              values (:w, 'slack', :p, false) returning workspace_id, id),
            observed as (insert into observations (owner_id, connection_id) values (:p, :c))
            insert into personal_links (workspace_id, install_id, person_id, connection_id, linked_by)
            select workspace_id, id, :p, :c, :p from turned_on
            """)
        .param("w", workspace.value())
        .param("p", ada.value())
        .param("c", own)
        .update();
    var heard =
        host.post(
            "/api/v1/connections",
            body("slack", ada, "{\"access_token\":\"xoxb-anything\"}")
                .replaceFirst("\\{", "{\"connection\":\"" + own + "\","));
    assertThat(heard.status()).isEqualTo(404);
  }

  @Test
  void whatDoesNotFitIsNamedAtOnce() {
    var heard = bring("stripe", ada, "{\"fields\":{\"api_key\":\"no\",\"more\":\"x\"}}");
    assertThat(heard.status()).isEqualTo(422);
    assertThat(heard.code()).isEqualTo("import_invalid");
    assertThat(heard.body()).contains("api_key", "no field 'more'");
    assertThat(bring("slack", ada, "{}").body()).contains("access_token: missing");
    assertThat(host.post("/api/v1/connections", "[]").code()).isEqualTo("bad_request");
    assertThat(host.post("/api/v1/connections", "{").code()).isEqualTo("bad_request");
  }

  @Test
  void thePolicyHoldsForTheMemberOnWhoseBehalf() {
    var heard = bring("stripe", max, fields(sandbox.apiKey("Pinework")));
    assertThat(heard.status()).as("Stripe is sensitive").isEqualTo(403);
    assertThat(heard.code()).isEqualTo("not_allowed");
    var stranger = Database.member(Database.workspace(), "Eve", "admin");
    assertThat(bring("stripe", stranger, fields("sk_test_anything")).status()).isEqualTo(404);
  }

  @Test
  void theRealAnswersHaveTheShapesOfTheDocument() {
    var document = host.get("/api/v1/openapi.json");
    assertThat(document.status()).isEqualTo(200);
    var shapes = new Shapes(document.json());
    var id = imported();
    shapes.hold("Connection", host.get("/api/v1/connections/" + id));
    shapes.hold("Connections", host.get("/api/v1/workspaces/" + slug + "/connections"));
    shapes.hold("Integrations", host.get("/api/v1/workspaces/" + slug + "/integrations"));
    shapes.hold("Credential", host.get("/api/v1/connections/" + id + "/token"));
    shapes.hold(
        "Syncs", host.post("/api/v1/connections/" + id + "/sync-runs", "{\"state\":\"started\"}"));
    shapes.hold("Problem", host.get(NOWHERE));
    shapes.hold("Problem", new Host(port, "pbk_wrong").get("/api/v1/openapi.json"));
    shapes.hold("Problem", bring("stripe", max, fields("sk_test_anything")));
    shapes.hold("Problem", bring("stripe", ada, "{}"));
    refuse(id, "token_revoked");
    shapes.hold("Problem", host.get("/api/v1/connections/" + id + "/token"));
    shapes.hold("Connection", host.get("/api/v1/connections/" + id));
  }

  @Test
  void everyRouteOfTheRoomStandsInTheDocument() {
    var documented =
        host.get("/api/v1/openapi.json").json().path("paths").properties().stream()
            .map(it -> it.getKey())
            .toList();
    var routes =
        mapping.getHandlerMethods().entrySet().stream()
            .filter(it -> it.getValue().getBeanType().getPackage().equals(Host.class.getPackage()))
            .flatMap(it -> it.getKey().getPatternValues().stream())
            .filter(it -> it.startsWith("/api/v1/"))
            .toList();
    assertThat(documented).containsAll(routes);
  }

  private String imported() {
    var heard = bring("stripe", ada, fields(sandbox.apiKey("Pinework")));
    assertThat(heard.status()).as(heard.body()).isEqualTo(201);
    var id = heard.json().at("/id").asString();
    assertThat(heard.raw().headers().firstValue("Location")).hasValue("/api/v1/connections/" + id);
    return id;
  }

  private Host.Heard bring(String integration, PersonId member, String credential) {
    return host.post("/api/v1/connections", body(integration, member, credential));
  }

  private String body(String integration, PersonId member, String credential) {
    return "{\"workspace\":\"%s\",\"integration\":\"%s\",\"member\":\"%s\",\"credential\":%s}"
        .formatted(slug, integration, member, credential);
  }

  private static String fields(String key) {
    return "{\"fields\":{\"api_key\":\"" + key + "\"}}";
  }

  private String begun(String integration) {
    var entry = catalog.get().find(integration).orElseThrow();
    return tenancy
        .within(
            scope(),
            () -> connections.begin(workspace, installs.ensure(workspace, entry, ada), entry, ada))
        .toString();
  }

  private void keep(String connection, String credential, Instant expiresAt) {
    tenancy.within(
        scope(),
        () -> {
          secrets.put(
              new Owner.Workspace(workspace),
              ConnectionId.of(connection),
              "credential",
              Secret.of(credential),
              expiresAt,
              "");
        });
  }

  private void refuse(String id, String code) {
    tenancy.within(
        scope(),
        () ->
            connections.observe(
                catalog.get().find("stripe").orElseThrow(),
                ConnectionId.of(id),
                new CheckResult.Refused(Failure.LOGIN_EXPIRED, code),
                null));
  }

  private UUID personal() {
    return Database.asSuperuser()
        .sql(
            "insert into connections (owner_id, owner_kind, integration, connected_by) values (?, 'person', 'slack', ?) returning id")
        .params(ada.value(), ada.value())
        .query(UUID.class)
        .single();
  }

  private long links() {
    return Database.asSuperuser()
        .sql("select count(*) from activity_chain where workspace_id = ?")
        .param(workspace.value())
        .query(Long.class)
        .single();
  }

  private Scope scope() {
    return Scope.of(workspace, ada);
  }
}
