package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.outbox.Feed;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import io.patchbay.testing.NoRounds;
import io.patchbay.testing.RoundTrips;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** From a provider's post at a shared address to the events of the workspaces it is for. */
class RoutedWebhooksTest {
  private static final String SECRET = "slack-signing-secret";
  private static final String FORMER = "the-secret-before";
  private static final String KEY = "pbk_" + UUID.randomUUID();
  private static final HttpClient http = HttpClient.newHttpClient();

  private static RoundTrips wire;
  private static ConfigurableApplicationContext program;
  private static String base = "";

  private final String team = "T" + UUID.randomUUID();
  private final WorkspaceId pinework = Database.workspace();
  private final PersonId ada = Database.member(pinework, "Ada", "admin");

  @BeforeAll
  static void aProgramWhoseDatabaseIsBehindTheWire() throws Exception {
    wire = RoundTrips.before(Database.reach().url());
    var settings = new HashMap<>(Database.properties());
    settings.put("patchbay.database.url", wire.url());
    settings.put("patchbay.empty", "true");
    settings.put("db-scheduler.enabled", "false");
    settings.put("server.port", "0");
    settings.put("patchbay.providers.slack.webhook-secret", SECRET);
    settings.put("patchbay.providers.slack.former-webhook-secret", FORMER);
    settings.put("patchbay.providers.github.webhook-secret", SECRET);
    program = NoRounds.start(settings);
    base =
        "http://127.0.0.1:"
            + Objects.requireNonNull(program.getEnvironment().getProperty("local.server.port"));
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('routed', ?)")
        .param(hash())
        .update();
  }

  @AfterAll
  static void theProgramEnds() {
    program.close();
    wire.close();
  }

  @Test
  void anEventReachesEveryWorkspaceThatConnectedTheAccount() throws Exception {
    var elmwork = Database.workspace();
    var first = connect(pinework, "slack", team, null);
    var second = connect(elmwork, "slack", team, null);
    assertThat(slack(SECRET, event("Ev1")).statusCode()).isEqualTo(200);

    var of = events(pinework);
    assertThat(of).hasSize(1);
    assertThat(of.getFirst().get("connection").asString()).isEqualTo(first.toString());
    assertThat(of.getFirst().get("sequence").asLong()).isPositive();
    assertThat(of.getFirst().at("/data/event").asString()).isEqualTo("message");
    assertThat(of.getFirst().at("/data/payload/event/text").asString()).isEqualTo("olá");
    assertThat(events(elmwork)).hasSize(1);
    assertThat(events(elmwork).getFirst().get("connection").asString())
        .isEqualTo(second.toString());
    assertThat(first(first)).isNotNull();
  }

  @Test
  void theSameDeliveryCountsOnceHoweverOftenItComes() throws Exception {
    connect(pinework, "slack", team, null);
    var copies = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < Integer.getInteger("webhooks.copies", 50); i++) {
      copies.add(Delivering.sendAsync(http, signed(SECRET, event("Ev1"))));
    }
    for (var copy : copies) {
      assertThat(copy.get().statusCode()).isEqualTo(200);
    }
    assertThat(events(pinework)).hasSize(1);
    assertThat(slack(SECRET, event("Ev2")).statusCode()).isEqualTo(200);
    assertThat(events(pinework)).hasSize(2);
  }

  @Test
  void aSignedEventTakesTwoTripsAndIsThenDurable() throws Exception {
    connect(pinework, "slack", team, null);
    slack(SECRET, event("Ev0"));
    slack(SECRET, event("Ev1"));
    long fewest = Long.MAX_VALUE;
    for (int i = 2; i < 7; i++) {
      long before = trips();
      assertThat(slack(SECRET, event("Ev" + i)).statusCode()).isEqualTo(200);
      // What is looked for once a second may have looked meanwhile.
      fewest = Math.min(fewest, trips() - before);
    }
    assertThat(fewest).isEqualTo(2);
    assertThat(events(pinework)).hasSize(7);
  }

  @Test
  void aPickedResourceRoutesWhereNoAccountIsNamed() throws Exception {
    var connection = connect(pinework, "github", "octo-" + UUID.randomUUID(), null);
    long repository = System.nanoTime();
    var resource = pick(pinework, connection, String.valueOf(repository));
    var body = "{\"repository\":{\"id\":" + repository + "},\"action\":\"opened\"}";
    assertThat(gitHub(body).statusCode()).isEqualTo(200);
    assertThat(events(pinework)).hasSize(1);
    assertThat(events(pinework).getFirst().get("resource").asString())
        .isEqualTo(resource.toString());
    // The same body again is the same delivery: its id is not signed.
    assertThat(gitHub(body).statusCode()).isEqualTo(200);
    assertThat(events(pinework)).hasSize(1);
  }

  @Test
  void whatIsOfNobodyHereIsShownToOperatorsAndToldToNobody() throws Exception {
    assertThat(slack(SECRET, event("Ev1")).statusCode()).isEqualTo(200);
    assertThat(slack(SECRET, event("Ev2")).statusCode()).isEqualTo(200);
    assertThat(
            engine()
                .sql(
                    "select times from unrouted_arrivals where integration = 'slack' and routed_by = ?")
                .param(team)
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2);
    assertThat(events(pinework)).isEmpty();
    assertThat(Browser.of(URI.create(base).getPort(), "olga").get("/operator/deliveries").body())
        .contains(team);
  }

  @Test
  void aDisabledInstallIsHeardAndNotToldOf() throws Exception {
    var connection = connect(pinework, "slack", team, ada);
    assertThat(slack(SECRET, event("Ev1")).statusCode()).isEqualTo(200);
    assertThat(first(connection)).isNotNull();
    assertThat(events(pinework)).isEmpty();
  }

  @Test
  void whileTheSecretIsChangedBothCount() throws Exception {
    connect(pinework, "slack", team, null);
    assertThat(slack(SECRET, event("Ev1")).statusCode()).isEqualTo(200);
    assertThat(slack(FORMER, event("Ev2")).statusCode()).isEqualTo(200);
    assertThat(slack("another", event("Ev3")).statusCode()).isEqualTo(401);
    assertThat(events(pinework)).hasSize(2);
  }

  @Test
  void wrongSignaturesAtASharedAddressAreCountedAndChangeNothing() throws Exception {
    var connection = connect(pinework, "slack", team, null);
    for (int i = 0; i < 4; i++) {
      assertThat(slack("another", event("Ev1")).statusCode()).isEqualTo(401);
    }
    // The program's own round may have taken the count a moment before, and not written it yet.
    long end = System.nanoTime() + 30_000_000_000L;
    while (refused() < 4) {
      assertThat(System.nanoTime()).as("only %d were counted", refused()).isLessThan(end);
      program.getBean(Strangers.class).write();
    }
    assertThat(wrong(connection)).isZero();
  }

  @Test
  void aBodyIsSealedWhileItIsKept() throws Exception {
    connect(pinework, "slack", team, null);
    assertThat(slack(SECRET, event("Ev1")).statusCode()).isEqualTo(200);
    var kept =
        Database.asSuperuser()
            .sql("select string_agg(encode(sealed, 'escape'), '') from arrivals")
            .query(String.class)
            .single();
    assertThat(kept).isNotEmpty().doesNotContain(team);
  }

  @Test
  void aFeedGoesOnWhereItsReaderStopped() throws Exception {
    connect(pinework, "slack", team, null);
    var feed = program.getBean(Feed.class);
    // The first event of a connection is told of beside itself.
    slack(SECRET, event("Ev"));
    long here = end(feed);
    for (int i = 0; i < 5; i++) {
      slack(SECRET, event("Ev" + i));
    }
    // Other workspaces' events are in the feed too: the host app reads them all.
    var ours = new ArrayList<String>();
    long cursor = here;
    while (true) {
      var page = feed.after(hash(), cursor, 3).orElseThrow();
      assertThat(page.events()).hasSizeLessThanOrEqualTo(3);
      page.events().stream()
          .filter(it -> it.at("/workspace/id").asString().equals(pinework.toString()))
          .map(it -> it.at("/data/delivery_id").asString())
          .forEach(ours::add);
      if (!page.more()) {
        break;
      }
      assertThat(page.cursor()).isGreaterThan(cursor);
      cursor = page.cursor();
    }
    assertThat(cursor).as("five events do not fit in a page of three").isGreaterThan(here);
    assertThat(ours).hasSize(5).isSorted().doesNotHaveDuplicates();
    assertThat(feed.after(new byte[32], 0, 10)).isEmpty();
  }

  private static long end(Feed feed) {
    long cursor = 0;
    while (true) {
      var page = feed.after(hash(), cursor, 1000).orElseThrow();
      cursor = page.cursor();
      if (!page.more()) {
        return cursor;
      }
    }
  }

  private static List<ObjectNode> events(WorkspaceId workspace) {
    var feed = program.getBean(Feed.class);
    var found = new ArrayList<ObjectNode>();
    long cursor = 0;
    while (true) {
      var page = feed.after(hash(), cursor, 1000).orElseThrow();
      page.events().stream()
          .filter(it -> it.at("/workspace/id").asString().equals(workspace.toString()))
          .filter(it -> it.get("type").asString().equals("provider.event"))
          .map(it -> (ObjectNode) JsonMapper.shared().readTree(it.toString()))
          .forEach(found::add);
      cursor = page.cursor();
      if (!page.more()) {
        return found;
      }
    }
  }

  private String event(String id) {
    return "{\"type\":\"event_callback\",\"team_id\":\"%s\",\"event_id\":\"%s-%s\",\"event\":{\"type\":\"message\",\"text\":\"olá\"}}"
        .formatted(team, id, team);
  }

  private static UUID connect(
      WorkspaceId workspace, String integration, String account, @Nullable PersonId disabledBy) {
    var by = Database.person("Somebody");
    var owner = Database.asSuperuser();
    var install =
        owner
            .sql(
                """
                insert into installs (workspace_id, integration, created_by, requires_billing_admin, disabled_at, disabled_by)
                values (?, ?, ?, false, ?, ?) returning id
                """)
            .param(workspace.value())
            .param(integration)
            .param(by.value())
            .param(
                disabledBy == null ? null : java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC))
            .param(disabledBy == null ? null : disabledBy.value())
            .query(UUID.class)
            .single();
    var connection =
        owner
            .sql(
                """
                insert into connections (owner_id, owner_kind, integration, install_id, account_id, connected_by)
                values (?, 'workspace', ?, ?, ?, ?) returning id
                """)
            .param(workspace.value())
            .param(integration)
            .param(install)
            .param(account)
            .param(by.value())
            .query(UUID.class)
            .single();
    owner
        .sql("insert into observations (owner_id, connection_id, first_ok_at) values (?, ?, now())")
        .param(workspace.value())
        .param(connection)
        .update();
    return connection;
  }

  private static UUID pick(WorkspaceId workspace, UUID connection, String externalId) {
    return Database.asSuperuser()
        .sql(
            """
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by)
            select owner_id, install_id, owner_id, id, 'repositories', ?, 'A repository', connected_by
            from connections where owner_id = ? and id = ? returning id
            """)
        .param(externalId)
        .param(workspace.value())
        .param(connection)
        .query(UUID.class)
        .single();
  }

  private static @Nullable Object first(UUID connection) {
    return Database.asSuperuser()
        .sql("select first_event_at from observations where connection_id = ?")
        .param(connection)
        .query()
        .singleRow()
        .get("first_event_at");
  }

  private static int wrong(UUID connection) {
    return Database.asSuperuser()
        .sql("select wrong_signatures from observations where connection_id = ?")
        .param(connection)
        .query(Integer.class)
        .single();
  }

  private static JdbcClient engine() {
    return JdbcClient.create(Database.engine());
  }

  private static long refused() {
    return engine()
        .sql("select coalesce(sum(times), 0) from refused_arrivals where integration = 'slack'")
        .query(Long.class)
        .single();
  }

  private static long trips() {
    return wire.of("patchbay_app") + wire.of("patchbay_engine");
  }

  private static HttpResponse<String> slack(String secret, String body) throws Exception {
    return Delivering.send(http, signed(secret, body));
  }

  private static HttpRequest signed(String secret, String body) throws Exception {
    long time = Instant.now().getEpochSecond();
    return HttpRequest.newBuilder(URI.create(base + "/hooks/slack"))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", "application/json")
        .header("X-Slack-Request-Timestamp", String.valueOf(time))
        .header("X-Slack-Signature", "v0=" + mac(secret, "v0:" + time + ":" + body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> gitHub(String body) throws Exception {
    return Delivering.send(
        http,
        HttpRequest.newBuilder(URI.create(base + "/hooks/github"))
            .header("X-Hub-Signature-256", "sha256=" + mac(SECRET, body))
            .header("X-GitHub-Event", "issues")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String mac(String secret, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
