package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import io.patchbay.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program and its PostgreSQL are killed while webhooks arrive. A ledger knows what was
 * acknowledged: all of it is there afterwards, each once. {@code -Dwebhooks.kills} and {@code
 * -Dwebhooks.postgres-kills} say how often.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledWebhooksTest {
  private static final int KILLS = Integer.getInteger("webhooks.kills", 1);
  private static final int KILLS_OF_POSTGRES = Integer.getInteger("webhooks.postgres-kills", 1);
  private static final Path DATA = Path.of("target", "tests", "killed").toAbsolutePath();
  private static final String SECRET = "slack-signing-secret";
  private static final String TEAM = "T" + UUID.randomUUID();
  private static final UUID PINEWORK = UUID.fromString("019ab000-0000-7000-8000-000000000001");

  private static final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger counter = new AtomicInteger();
  private static final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static Program program;

  @BeforeAll
  static void aProgramOfItsOwn() throws IOException {
    FileSystemUtils.deleteRecursively(DATA);
    Files.createDirectories(DATA.getParent());
    program = start();
    superuser()
        .sql(
            """
            with i as (
              insert into installs (workspace_id, integration, created_by, requires_billing_admin)
              values (?, 'slack', ?, false) returning workspace_id, id
            ), c as (
              insert into connections (owner_id, owner_kind, integration, install_id, account_id, connected_by)
              select workspace_id, 'workspace', 'slack', id, ?, workspace_id from i returning owner_id, id
            )
            insert into observations (owner_id, connection_id, first_ok_at) select owner_id, id, now() from c
            """)
        .params(PINEWORK, PINEWORK, TEAM)
        .update();
  }

  @AfterAll
  static void theProgramEnds() {
    program.close();
  }

  @Test
  @Order(1)
  void whatWasAcknowledgedOutlivesTheProgram() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      var before = acknowledged.size();
      try (var senders = sending()) {
        until(Duration.ofSeconds(30), () -> acknowledged.size() >= before + 100);
        program.kill();
        senders.shutdownNow();
      }
      program = start();
    }
    eachOnce();
  }

  @Test
  @Order(2)
  void whatWasAcknowledgedOutlivesPostgres() throws Exception {
    for (int i = 0; i < KILLS_OF_POSTGRES; i++) {
      var before = acknowledged.size();
      try (var senders = sending()) {
        until(Duration.ofSeconds(30), () -> acknowledged.size() >= before + 100);
        Program.postmaster(DATA).destroyForcibly();
        // Ready again, and taking in.
        var killed = acknowledged.size();
        until(Duration.ofSeconds(40), () -> acknowledged.size() >= killed + 50);
        senders.shutdownNow();
      }
    }
    eachOnce();
  }

  @Test
  @Order(3)
  void withoutItsDatabaseItAnswersLaterWithinTwoSeconds() throws Exception {
    assertThat(send("warm").statusCode()).isEqualTo(200);
    var postmaster = Program.postmaster(DATA);
    var family = new ArrayList<>(postmaster.descendants().toList());
    family.add(postmaster);
    var slowest = Duration.ZERO;
    signal("STOP", family);
    try {
      for (int i = 0; i < 5; i++) {
        var began = Instant.now();
        assertThat(send("stopped-" + i).statusCode()).isEqualTo(503);
        var took = Duration.between(began, Instant.now());
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
    } finally {
      signal("CONT", family);
    }
    assertThat(slowest).isLessThan(Duration.ofMillis(2_500));
    until(Duration.ofSeconds(10), () -> status("after") == 200);
    eachOnce();
  }

  /** T9: no file may grow, of the database and of the log, which is what a full disk answers. */
  @Test
  @Order(4)
  void aFullDiskLosesNothingThatWasAcknowledged() throws Exception {
    var before = acknowledged.size();
    try (var senders = sending()) {
      until(Duration.ofSeconds(30), () -> acknowledged.size() >= before + 50);
      largestFile("4096");
      var refused = new AtomicInteger();
      until(
          Duration.ofSeconds(60),
          () ->
              (status("full-" + refused) != 200 ? refused.incrementAndGet() : refused.get()) >= 5);
      var full = acknowledged.size();
      largestFile("unlimited");
      until(Duration.ofSeconds(60), () -> acknowledged.size() >= full + 50);
      senders.shutdownNow();
    }
    eachOnce();
  }

  /** Of the program and everything it started, in bytes. */
  private static void largestFile(String bytes) throws Exception {
    var family = new ArrayList<>(List.of(ProcessHandle.of(program.pid()).orElseThrow()));
    // It may be down just now; the next one is started by the program and inherits.
    if (Files.exists(DATA.resolve("postgres/cluster/postmaster.pid"))) {
      var postmaster = Program.postmaster(DATA);
      family.add(postmaster);
      family.addAll(postmaster.descendants().toList());
    }
    for (var process : family) {
      new ProcessBuilder(
              "prlimit", "--pid", String.valueOf(process.pid()), "--fsize=" + bytes + ":")
          .redirectErrorStream(true)
          .start()
          .waitFor();
    }
  }

  private static void signal(String name, List<ProcessHandle> to) throws Exception {
    var command = new ArrayList<>(List.of("kill", "-" + name));
    to.forEach(it -> command.add(String.valueOf(it.pid())));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private interface Reached {
    boolean now() throws Exception;
  }

  private static void until(Duration patience, Reached reached) throws Exception {
    var end = Instant.now().plus(patience);
    while (!reached.now()) {
      assertThat(Instant.now()).as("waited in vain").isBefore(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Reads all events again, and compares with the ledger. */
  private static void eachOnce() throws IOException {
    var times = new HashMap<String, Integer>();
    var host = new Browser(program.address().getPort());
    var key = Files.readString(DATA.resolve("host-api-key")).strip();
    var page = JsonMapper.shared().readTree("{\"next\":0,\"more\":true}");
    while (page.get("more").asBoolean()) {
      var answer =
          host.get(
              "/api/v1/events?limit=500&after=" + page.get("next").asLong(),
              "Authorization",
              "Bearer " + key);
      assertThat(answer.statusCode()).isEqualTo(200);
      page = JsonMapper.shared().readTree(answer.body());
      page.get("events")
          .forEach(it -> times.merge(it.at("/data/delivery_id").asString(""), 1, Integer::sum));
    }
    times.remove("");
    assertThat(times.keySet()).containsAll(acknowledged);
    assertThat(times.values()).allMatch(it -> it == 1);
  }

  private static java.util.concurrent.ExecutorService sending() {
    var senders = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      senders.execute(() -> {
        while (!Thread.currentThread().isInterrupted()) {
          var id = "Ev" + counter.incrementAndGet();
          // As a provider does: again until it is taken.
          for (int times = 0; times < 3 && status(id) != 200; times++) {
            Thread.onSpinWait();
          }
        }
      });
    }
    return senders;
  }

  private static int status(String id) {
    try {
      return send(id).statusCode();
    } catch (IOException away) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static HttpResponse<String> send(String id) throws IOException, InterruptedException {
    var body =
        "{\"type\":\"event_callback\",\"team_id\":\"%s\",\"event_id\":\"%s\",\"event\":{\"type\":\"message\"}}"
            .formatted(TEAM, id);
    long time = Instant.now().getEpochSecond();
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(program.address() + "/hooks/slack"))
                .timeout(Duration.ofSeconds(8))
                .header("Content-Type", "application/json")
                .header("X-Slack-Request-Timestamp", String.valueOf(time))
                .header(
                    "X-Slack-Signature", "v0=" + Signed.hmacHex(SECRET, "v0:" + time + ":" + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 200) {
      acknowledged.add(id);
    }
    return answer;
  }

  private static Program start() {
    return Program.ofTheseClasses(
        DATA,
        List.of(
            "--server.port=0",
            "--patchbay.empty=true",
            "--patchbay.providers.slack.webhook-secret=" + SECRET));
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
      throw new UncheckedIOException(e);
    }
  }
}
