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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
 * The program and its PostgreSQL are killed, stopped and starved while webhooks arrive. A ledger
 * knows what was acknowledged: all of it is there afterwards, each once. {@code -Dwebhooks.kills}
 * and {@code -Dwebhooks.postgres-kills} say how often, {@code -Dwebhooks.nodes} how many nodes take
 * webhooks in by turns, {@code -Dwebhooks.rate} how many come in a second, {@code
 * -Dwebhooks.stopped} how many seconds PostgreSQL stands still. Numbers T6 to T9 are those of
 * docs/threat-model.md.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledWebhooksTest {
  private static final int KILLS = Integer.getInteger("webhooks.kills", 1);
  private static final int KILLS_OF_POSTGRES = Integer.getInteger("webhooks.postgres-kills", 1);
  private static final int NODES = Integer.getInteger("webhooks.nodes", 1);
  private static final int RATE = Integer.getInteger("webhooks.rate", 0);
  private static final int STOPPED = Integer.getInteger("webhooks.stopped", 0);
  private static final int SENDERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path DATA = Path.of("target", "tests", "killed").toAbsolutePath();
  private static final String SECRET = "slack-signing-secret";
  private static final String TEAM = "T" + UUID.randomUUID();
  private static final UUID PINEWORK = UUID.fromString("019ab000-0000-7000-8000-000000000001");

  private static final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger counter = new AtomicInteger();
  private static final AtomicInteger turns = new AtomicInteger();
  private static final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

  /** The first one keeps PostgreSQL. */
  private static final List<Program> nodes = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void aProgramOfItsOwn() throws IOException {
    FileSystemUtils.deleteRecursively(DATA);
    Files.createDirectories(DATA.getParent());
    for (int i = 0; i < NODES; i++) {
      nodes.add(start(i));
    }
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
    nodes.reversed().forEach(Program::close);
  }

  /** T6: where there are several nodes, the others go on taking in. */
  @Test
  @Order(1)
  void whatWasAcknowledgedOutlivesTheProgram() throws Exception {
    try (var _ = sending()) {
      for (int i = 0; i < KILLS; i++) {
        var before = acknowledged.size();
        until(PATIENCE, () -> acknowledged.size() >= before + 100);
        nodes.get(i % NODES).kill();
        nodes.set(i % NODES, start(i % NODES));
      }
    }
    say("T6: %d kills of one of %d nodes", KILLS, NODES);
    eachOnce();
  }

  /** T7. */
  @Test
  @Order(2)
  void whatWasAcknowledgedOutlivesPostgres() throws Exception {
    var longest = Duration.ZERO;
    try (var _ = sending()) {
      for (int i = 0; i < KILLS_OF_POSTGRES; i++) {
        var before = acknowledged.size();
        until(PATIENCE, () -> acknowledged.size() >= before + 100);
        var postmaster = Program.postmaster(DATA);
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        var killed = acknowledged.size();
        var began = Instant.now();
        until(PATIENCE, () -> acknowledged.size() >= killed + 50);
        longest = longer(longest, Duration.between(began, Instant.now()));
      }
    }
    say(
        "T7: %d kills of PostgreSQL under %d nodes, taking in again after at most %.1f s",
        KILLS_OF_POSTGRES, NODES, longest.toMillis() / 1000.0);
    if (KILLS_OF_POSTGRES > 1) {
      assertThat(longest).isLessThan(Duration.ofSeconds(30));
    }
    eachOnce();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** T8. */
  @Test
  @Order(3)
  void withoutItsDatabaseItAnswersLaterWithinTwoSeconds() throws Exception {
    for (int i = 0; i < NODES; i++) {
      int warm = i;
      until(PATIENCE, () -> status("warm-" + warm) == 200);
    }
    var took = new ConcurrentLinkedQueue<Duration>();
    var answered = ConcurrentHashMap.<Integer>newKeySet();
    var postmaster = Program.postmaster(DATA);
    // Once it stands still itself it starts no more of them.
    var family = new ArrayList<>(List.of(postmaster));
    signal("STOP", family);
    family.addAll(postmaster.descendants().toList());
    signal("STOP", family);
    try (var senders = Executors.newFixedThreadPool(SENDERS)) {
      var end = Instant.now().plusSeconds(STOPPED);
      for (int i = 0; i < SENDERS; i++) {
        senders.execute(() -> {
          do {
            var began = Instant.now();
            answered.add(status("stopped-" + counter.incrementAndGet()));
            took.add(Duration.between(began, Instant.now()));
          } while (Instant.now().isBefore(end));
        });
      }
      senders.shutdown();
      assertThat(senders.awaitTermination(STOPPED + 60, TimeUnit.SECONDS)).isTrue();
    } finally {
      signal("CONT", family);
    }
    assertThat(answered).containsExactly(503);
    var back = Instant.now();
    var inARow = new AtomicInteger();
    until(
        PATIENCE,
        () ->
            status("after-" + counter.incrementAndGet()) == 200
                ? inARow.incrementAndGet() >= 20
                : inARow.getAndSet(0) < 0);
    var normal = Duration.between(back, Instant.now());
    var sorted = took.stream().sorted().toList();
    var p99 = sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
    say(
        "T8: PostgreSQL stopped for %d s under %d nodes: %d webhooks answered 503, p99 %d ms, slowest %d ms, normal after %d ms",
        STOPPED,
        NODES,
        sorted.size(),
        p99.toMillis(),
        sorted.getLast().toMillis(),
        normal.toMillis());
    if (STOPPED > 0) {
      assertThat(p99).isLessThan(Duration.ofSeconds(2));
      assertThat(normal).isLessThan(Duration.ofSeconds(10));
    }
    eachOnce();
  }

  private static void say(String text, Object... figures) {
    System.out.printf(text + "; %d acknowledged so far%n", with(figures, acknowledged.size()));
  }

  private static Object[] with(Object[] figures, int last) {
    var all = Arrays.copyOf(figures, figures.length + 1);
    all[figures.length] = last;
    return all;
  }

  /** T9: no file may grow, of the database and of the log, which is what a full disk answers. */
  @Test
  @Order(4)
  void aFullDiskLosesNothingThatWasAcknowledged() throws Exception {
    var before = acknowledged.size();
    try (var _ = sending()) {
      until(PATIENCE, () -> acknowledged.size() >= before + 50);
      largestFile("4096");
      var refused = new AtomicInteger();
      until(
          Duration.ofSeconds(60),
          () ->
              (status("full-" + counter.incrementAndGet()) != 200
                      ? refused.incrementAndGet()
                      : refused.get())
                  >= 5);
      var full = acknowledged.size();
      largestFile("unlimited");
      until(Duration.ofSeconds(60), () -> acknowledged.size() >= full + 50);
    }
    eachOnce();
  }

  /** Of the program and everything it started, in bytes. */
  private static void largestFile(String bytes) throws Exception {
    var family = new ArrayList<ProcessHandle>();
    nodes.forEach(it -> family.add(ProcessHandle.of(it.pid()).orElseThrow()));
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

  /** Whoever ended meanwhile needs none. */
  private static void signal(String name, List<ProcessHandle> to) throws Exception {
    var command = new ArrayList<>(List.of("kill", "-" + name));
    to.forEach(it -> command.add(String.valueOf(it.pid())));
    new ProcessBuilder(command).start().waitFor();
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
    var host = new Browser(nodes.getFirst().address().getPort());
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
    var lost = new HashSet<>(acknowledged);
    lost.removeAll(times.keySet());
    assertThat(lost).isEmpty();
    assertThat(times.values()).allMatch(it -> it == 1);
  }

  /** They send until they are closed, whatever ends the test. */
  private record Senders(ExecutorService threads) implements AutoCloseable {
    @Override
    public void close() {
      threads.shutdownNow();
      threads.close();
    }
  }

  private static Senders sending() {
    var senders = Executors.newFixedThreadPool(SENDERS);
    for (int i = 0; i < SENDERS; i++) {
      senders.execute(() -> {
        long next = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
          if (RATE > 0) {
            next =
                Math.max(next + 1_000_000_000L * SENDERS / RATE, System.nanoTime() - 100_000_000);
            LockSupport.parkNanos(next - System.nanoTime());
          }
          var id = "Ev" + counter.incrementAndGet();
          // As a provider does: again until it is taken.
          for (int times = 0; times < 3 && status(id) != 200; times++) {
            Thread.onSpinWait();
          }
        }
      });
    }
    return new Senders(senders);
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
            HttpRequest.newBuilder(URI.create(turn().address() + "/hooks/slack"))
                .timeout(Duration.ofSeconds(30))
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

  /** A provider knows one address, behind which the nodes take turns. */
  private static Program turn() {
    return nodes.get(Math.floorMod(turns.incrementAndGet(), NODES));
  }

  private static Program start(int number) {
    var settings =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--patchbay.empty=true",
                "--patchbay.providers.slack.webhook-secret=" + SECRET));
    if (number > 0) {
      settings.addAll(
          List.of(
              "--patchbay.database.url=" + database(),
              "--patchbay.database.user=patchbay_app",
              "--patchbay.database.password=" + read("app.password"),
              "--patchbay.database.engine.user=patchbay_engine",
              "--patchbay.database.engine.password=" + read("engine.password"),
              "--patchbay.database.owner.user=patchbay_owner",
              "--patchbay.database.owner.password=" + read("owner.password")));
    }
    return Program.ofTheseClasses(DATA, settings);
  }

  private static String database() {
    return "jdbc:postgresql://127.0.0.1:" + read("port") + "/patchbay";
  }

  private static JdbcClient superuser() {
    return JdbcClient.create(
        new DriverManagerDataSource(database(), "postgres", read("superuser.password")));
  }

  private static String read(String file) {
    try {
      return Files.readString(DATA.resolve("postgres").resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
