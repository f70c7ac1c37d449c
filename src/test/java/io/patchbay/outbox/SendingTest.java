package io.patchbay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.Patchbay;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.Announcement;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an announcement to what the host app is sent, on a database of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SendingTest {
  private static final WorkspaceId PINEWORK =
      new WorkspaceId(UUID.fromString("019ab000-0000-7000-8000-000000000001"));
  private static final PersonId OLGA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000015"));
  private static final PersonId ADA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000011"));
  private static final Path DATA = Path.of("target", "tests", "outbox");

  private static ConfigurableApplicationContext program;
  private static Sink sink;
  private static String secret = "";
  private static int port;

  @BeforeAll
  static void aProgramWithADatabaseOfItsOwn() throws Exception {
    sink = new Sink();
    FileSystemUtils.deleteRecursively(DATA);
    Files.createDirectories(DATA.getParent());
    var settings = new HashMap<String, String>();
    settings.put("server.port", "0");
    settings.put("patchbay.data", DATA.toString());
    settings.put("patchbay.database.url", "");
    settings.put("patchbay.empty", "true");
    settings.put("patchbay.egress.allow", "127.0.0.1:1024-65535");
    settings.put("logging.file.name", DATA.resolve("patchbay.log").toString());
    program =
        SpringApplication.run(
            Patchbay.class,
            settings.entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new));
    port =
        Integer.parseInt(
            Objects.requireNonNull(program.getEnvironment().getProperty("local.server.port")));
    var kept = (HostEndpoints.Kept) endpoints().put("default", sink.address(), true, "the test");
    secret = Objects.requireNonNull(kept.secret()).<String>reveal(text -> text);
    assertThat(kept.answered()).isTrue();
    assertThat(sink.next(it -> it.type().equals("endpoint.test")).body()).contains("data");
  }

  @AfterAll
  static void theProgramEnds() {
    program.close();
    sink.close();
  }

  @BeforeEach
  void nothingWaits() {
    sink.alwaysAnswers(204);
    dueNow();
    until(() ->
        engine()
                .sql("select count(*) from sendings where sent_at is null")
                .query(Long.class)
                .single()
            == 0);
  }

  @Test
  @Order(1)
  void whatIsAnnouncedArrivesSignedAsTheStandardSays() throws Exception {
    var id = announce("connection.failed", null, Map.of("reason", "login_expired"));
    var seen = sink.next(it -> it.id().equals(id.toString()));
    assertThat(seen.json().at("/workspace/slug").asString()).isEqualTo("pinework");
    assertThat(seen.json().at("/data/reason").asString()).isEqualTo("login_expired");
    assertThat(seen.headers().get("webhook-id")).containsExactly(id.toString());
    new com.standardwebhooks.Webhook(secret)
        .verify(seen.body(), HttpHeaders.of(seen.headers(), (name, value) -> true));
    assertThatThrownBy(() ->
            new com.standardwebhooks.Webhook(secret)
                .verify(seen.body() + " ", HttpHeaders.of(seen.headers(), (name, value) -> true)))
        .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
  }

  @Test
  @Order(2)
  void whatIsNotTakenIsSentAgainWithTheSameIdAndBody() throws Exception {
    sink.answers(Sink.Answer.of(500));
    var id = announce("status.changed", null, Map.of());
    var first = sink.next(it -> it.id().equals(id.toString()));
    assertThat(first.answered()).isEqualTo(500);
    settled(id);
    dueNow();
    var second = sink.next(it -> it.id().equals(id.toString()));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.answered()).isEqualTo(204);
  }

  @Test
  @Order(3)
  void itWaitsForAsLongAsTheHostAsks() throws Exception {
    sink.answers(new Sink.Answer(429, Map.of("Retry-After", "1800")));
    var id = announce("status.changed", null, Map.of());
    sink.next(it -> it.id().equals(id.toString()));
    settled(id);
    long wait =
        engine()
            .sql(
                """
                select extract(epoch from s.next_at - clock_timestamp())::bigint from sendings s
                where s.sent_at is null and s.last_status = 429
                """)
            .query(Long.class)
            .single();
    assertThat(wait).isBetween(1700L, 1802L);

    // One that is taken says nothing of one that was refused.
    var taken = announce("status.changed", new ConnectionId(UUID.randomUUID()), Map.of());
    sink.next(it -> it.id().equals(taken.toString()));
    until(() -> endpoints().find("default").orElseThrow().failingSince() == null);
    assertThat(
            engine()
                .sql(
                    "select count(*) from sendings where sent_at is null and last_status = 429 and next_at > clock_timestamp() + interval '20 minutes'")
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  @Order(4)
  void eventsOfAConnectionArriveInOrderThoughOneIsRefused() throws Exception {
    var connection = new ConnectionId(UUID.randomUUID());
    sink.answers(Sink.Answer.of(503));
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(announce("status.changed", connection, Map.of("number", i)).toString());
    }
    sink.next(it -> it.id().equals(ids.getFirst()));
    settled(UUID.fromString(ids.getFirst()));
    dueNow();
    sink.next(it -> it.id().equals(ids.getLast()));
    var taken =
        sink.seen().stream()
            .filter(it -> it.answered() == 204 && ids.contains(it.id()))
            .map(Sink.Seen::id)
            .toList();
    assertThat(taken).containsExactlyElementsOf(ids);
  }

  @Test
  @Order(5)
  void anAddressThatFailsForLongIsPausedAndGoesOnWithTheFirstSuccess() throws Exception {
    sink.alwaysAnswers(500);
    var failing = announce("status.changed", null, Map.of());
    sink.next(it -> it.id().equals(failing.toString()));
    settled(failing);
    engine()
        .sql(
            "update host_endpoints set failures = 10, failing_since = clock_timestamp() - interval '6 minutes', probe_at = clock_timestamp() + interval '1 hour'")
        .update();
    var waiting = announce("status.changed", new ConnectionId(UUID.randomUUID()), Map.of());
    assertThat(endpoints().find("default").orElseThrow().isPaused(Instant.now())).isTrue();
    assertThat(program.getBean(Sending.class).round()).isZero();
    assertThat(sink.seen()).noneMatch(it -> it.id().equals(waiting.toString()));
    assertThat(page()).contains("Paused", "everything goes on with the first that is taken");

    sink.alwaysAnswers(204);
    engine().sql("update host_endpoints set probe_at = clock_timestamp()").update();
    sink.next(it -> it.id().equals(waiting.toString()));
    until(() -> endpoints().find("default").orElseThrow().failingSince() == null);
    assertThat(page()).contains("The last event was taken").doesNotContain("Paused");
  }

  @Test
  @Order(6)
  void whileTheSecretIsChangedBothSign() throws Exception {
    var former = secret;
    secret = endpoints().rotate("default", "the test").orElseThrow().<String>reveal(text -> text);
    var id = announce("status.changed", null, Map.of());
    var seen = sink.next(it -> it.id().equals(id.toString()));
    for (String each : List.of(former, secret)) {
      new com.standardwebhooks.Webhook(each)
          .verify(seen.body(), HttpHeaders.of(seen.headers(), (name, value) -> true));
    }
  }

  @Test
  @Order(7)
  void whatIsRolledBackIsToldToNobody() throws Exception {
    var id = UUID.randomUUID();
    assertThatThrownBy(() ->
            program
                .getBean(Tenancy.class)
                .within(
                    Scope.of(PINEWORK),
                    () -> {
                      program.publishEvent(announcement(id, "status.changed", null, Map.of()));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    var next = announce("status.changed", null, Map.of());
    sink.next(it -> it.id().equals(next.toString()));
    assertThat(sink.seen()).noneMatch(it -> it.id().equals(id.toString()));
    assertThatThrownBy(() ->
            program.publishEvent(announcement(UUID.randomUUID(), "status.changed", null, Map.of())))
        .hasMessageContaining("outside of a transaction");
  }

  @Test
  @Order(8)
  void anAddressThatMayNotBeConnectedToIsRefused() {
    assertThat(endpoints().put("default", "http://10.0.0.1:8080/", false, "the test"))
        .isEqualTo(new HostEndpoints.Refused("not_allowed"));
    assertThat(endpoints().put("default", "file:///etc/passwd", false, "the test"))
        .isEqualTo(new HostEndpoints.Refused("shape"));
    assertThat(endpoints().put("default", "https://user@example.com/", false, "the test"))
        .isEqualTo(new HostEndpoints.Refused("shape"));
    assertThat(endpoints().find("default").orElseThrow().url()).isEqualTo(sink.address());
    assertThat(endpoints().changes())
        .extracting(HostEndpoints.Change::what)
        .containsExactly("rotated", "made");
  }

  @Test
  @Order(9)
  void operatorsSeeWhatWasSentAndSendItAgain() throws Exception {
    var log = program.getBean(DeliveryLog.class);
    assertThat(log.newest(ADA, "")).isEmpty();
    var newest = log.newest(OLGA, "").stream().filter(it -> it.sentAt() != null).findFirst();
    var one = newest.orElseThrow();
    assertThat(log.resend(ADA, one.endpoint(), one.workspace(), one.seq())).isFalse();
    assertThat(log.resend(OLGA, one.endpoint(), one.workspace(), one.seq())).isTrue();
    sink.next(it -> it.id().equals(one.event().toString()));

    var page = Browser.of(port, "olga").get("/operator/deliveries");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("status.changed", sink.address()).doesNotContain(secret);
    assertThat(Browser.of(port, "ada").get("/operator/deliveries").statusCode()).isEqualTo(404);
  }

  @Test
  @Order(10)
  void theApiReadsTheSameEventsAgain() throws Exception {
    var key = Files.readString(DATA.resolve("host-api-key")).strip();
    var host = new Browser(port);
    var answer = host.get("/api/v1/events?after=0&limit=2", "Authorization", "Bearer " + key);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"more\":true", "\"next\":2", "\"cursor\":1");
    assertThat(host.get("/api/v1/events").statusCode()).isEqualTo(401);
    assertThat(host.get("/api/v1/events", "Authorization", "Bearer pbk_unknown").statusCode())
        .isEqualTo(401);
    assertThat(host.get("/api/v1/events?after=x", "Authorization", "Bearer " + key).statusCode())
        .isEqualTo(400);
    assertThat(host.get("/api/v1/endpoints", "Authorization", "Bearer " + key).body())
        .contains(sink.address())
        .doesNotContain("whsec_");
  }

  @Test
  @Order(11)
  void anOperatorMovesTheAddressOnceItsNameWasTyped() {
    var olga = Browser.of(port, "olga");
    var elsewhere = sink.address() + "/moved";
    for (String typed : List.of("", "Default", "another")) {
      var refused = change(olga, "endpoint", Map.of("url", elsewhere, "typed", typed));
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("Nothing was changed: type default to confirm.");
      assertThat(change(olga, "secret", Map.of("typed", typed)).statusCode()).isEqualTo(422);
    }
    assertThat(endpoints().changes()).hasSize(2);
    assertThat(endpoints().find("default").orElseThrow().url()).isEqualTo(sink.address());

    assertThat(change(olga, "endpoint", Map.of("url", elsewhere, "typed", "default")).statusCode())
        .isEqualTo(303);
    var moved = endpoints().changes().getFirst();
    assertThat(moved.what()).isEqualTo("moved");
    assertThat(moved.by()).isEqualTo("Olga");
    assertThat(moved.url()).isEqualTo(elsewhere);
    assertThat(page()).contains("Changed <code>" + elsewhere + "</code> · Olga");

    assertThat(change(olga, "secret", Map.of("typed", "default")).body()).contains("whsec_");
    assertThat(endpoints().changes().getFirst().what()).isEqualTo("rotated");
  }

  @Test
  @Order(12)
  void aChangeByTheHostAppIsOnRecordWithItsKey() throws Exception {
    var key = Files.readString(DATA.resolve("host-api-key")).strip();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/endpoints/default"))
            .header("Authorization", "Bearer " + key)
            .PUT(HttpRequest.BodyPublishers.ofString("{\"url\":\"" + sink.address() + "\"}"))
            .build();
    try (var host = HttpClient.newHttpClient()) {
      assertThat(host.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
    var moved = endpoints().changes().getFirst();
    assertThat(moved.what()).isEqualTo("moved");
    assertThat(moved.by()).startsWith("host key ");
  }

  @Test
  @Order(13)
  void anEventOfAnUnknownAccountIsShownForADay() {
    engine()
        .sql(
            """
            insert into unrouted_arrivals (integration, routed_by, event, last_at)
            values ('slack', 'T-of-today', 'message', now() - interval '23 hours'),
              ('slack', 'T-of-yesterday', 'message', now() - interval '25 hours')
            """)
        .update();
    assertThat(page()).contains("T-of-today");
    ForgettingEvents.forget(engine());
    assertThat(page()).contains("T-of-today").doesNotContain("T-of-yesterday");
    assertThat(
            engine()
                .sql("select routed_by from unrouted_arrivals where routed_by like 'T-of-%'")
                .query(String.class)
                .list())
        .containsExactly("T-of-today");
    engine().sql("update unrouted_arrivals set last_at = now() - interval '25 hours'").update();
    ForgettingEvents.forget(engine());
    assertThat(page()).doesNotContain("T-of-today");
  }

  /** Twelve webhooks of a mebibyte each are more than memory should hold at a time. */
  @Test
  @Order(14)
  void largeBodiesAreReadAndSentAFewAtATime() throws Exception {
    long before = feed(0, 500).path("next").asLong();
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < 12; i++) {
      ids.add(announce("status.changed", new ConnectionId(UUID.randomUUID()), Map.of()));
      settled(ids.getLast());
    }
    carryBodiesOf(1 << 20, ids);
    assertThat(
            program
                .getBean(Sendings.class)
                .read(
                    PINEWORK.value(),
                    engine()
                        .sql("select workspace_id, seq from sendings where sent_at is null")
                        .query((row, n) ->
                            new Sendings.Claimed(row.getObject(1, UUID.class), row.getLong(2), 1))
                        .list()))
        .hasSize(8);
    dueNow();
    until(() ->
        sink.seen().stream()
                .filter(it -> it.body().length() > 1 << 20)
                .filter(it -> ids.contains(UUID.fromString(it.id())))
                .count()
            == 12);
    // All at once, in two parts: none was left to be claimed again a minute later.
    assertThat(
            engine()
                .sql(
                    "select max(attempts) from sendings s where s.seq in (select seq from sendings order by seq desc limit 12)")
                .query(Integer.class)
                .single())
        .isEqualTo(2);

    var first = feed(before, 500);
    assertThat(first.path("events").size()).isEqualTo(8);
    assertThat(first.path("more").asBoolean()).isTrue();
    var second = feed(first.path("next").asLong(), 500);
    assertThat(second.path("events").size()).isEqualTo(4);
    assertThat(second.path("more").asBoolean()).isFalse();
  }

  private static void carryBodiesOf(int bytes, List<UUID> events) throws IOException {
    var body = ("{\"a\":\"" + "x".repeat(bytes - 8) + "\"}").getBytes(StandardCharsets.US_ASCII);
    var superuser =
        JdbcClient.create(
            new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:%s/patchbay".formatted(inPostgres("port")),
                "postgres",
                inPostgres("superuser.password")));
    for (var id : events) {
      var key = id.toString().getBytes(StandardCharsets.US_ASCII);
      superuser
          .sql(
              """
              with kept as (
                insert into arrivals (key, received_at, content_type, sealed) values (:key, now(), 'application/json', :sealed)
                returning key),
              carried as (
                update events set arrival = kept.key from kept where id = :id returning workspace_id, seq)
              update sendings s set sent_at = null, next_at = 'infinity', claim = null, claimed_until = null
              from carried where s.workspace_id = carried.workspace_id and s.seq = carried.seq
              """)
          .param("key", key)
          .param("sealed", program.getBean(Payloads.class).seal(key, body))
          .param("id", id)
          .update();
    }
  }

  private static String inPostgres(String file) throws IOException {
    return Files.readString(DATA.resolve("postgres").resolve(file)).strip();
  }

  private static JsonNode feed(long after, int limit) throws IOException {
    var key = Files.readString(DATA.resolve("host-api-key")).strip();
    var answer =
        new Browser(port)
            .get(
                "/api/v1/events?after=%d&limit=%d".formatted(after, limit),
                "Authorization",
                "Bearer " + key);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String page() {
    return Browser.of(port, "olga").get("/operator/deliveries").body();
  }

  private static HttpResponse<String> change(
      Browser operator, String what, Map<String, String> fields) {
    return operator.submit(
        operator.get("/operator/deliveries"), "/operator/deliveries/" + what, fields);
  }

  private static HostEndpoints endpoints() {
    return program.getBean(HostEndpoints.class);
  }

  private static UUID announce(
      String type, @Nullable ConnectionId connection, Map<String, Object> data) {
    var id = UUID.randomUUID();
    program
        .getBean(Tenancy.class)
        .within(
            Scope.of(PINEWORK),
            () -> program.publishEvent(announcement(id, type, connection, data)));
    return id;
  }

  private static Announcement announcement(
      UUID id, String type, @Nullable ConnectionId connection, Map<String, Object> data) {
    return new Announcement(id, Instant.now(), type, PINEWORK, null, null, connection, data);
  }

  /** The sink answered; the database hears of it a moment later. */
  private static void settled(UUID event) {
    var log = program.getBean(DeliveryLog.class);
    until(() ->
        log.newest(OLGA, "").stream()
            .filter(it -> it.event().equals(event))
            .anyMatch(it -> it.failure() != null || it.sentAt() != null));
  }

  private static void until(BooleanSupplier reached) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void dueNow() {
    engine()
        .sql(
            "update sendings set next_at = clock_timestamp() where sent_at is null and claim is null")
        .update();
    program.getBean(Sending.class).wake();
  }

  private static JdbcClient engine() {
    return JdbcClient.create(program.getBean("engineDataSource", DataSource.class));
  }
}
