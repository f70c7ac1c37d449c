package io.patchbay.journeys;

import io.patchbay.sandbox.SandboxPerson;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ada connects accounts of one integration, one after the other, over HTTP and without a browser,
 * while things die; after each death it is looked at what is left. The walk is the one that a
 * person takes: our page, the sandbox's consent page, our callback.
 */
final class Crashing implements AutoCloseable {
  private static final String HOME = "/w/pinework/integrations/slack";
  private static final List<String> ACCOUNTS =
      List.of("Pinework", "acme", "acme-support", "acme-labs");
  private static final Pattern DONE = Pattern.compile("[?&]done=([0-9a-f-]{36})");
  private static final Pattern PICK = Pattern.compile("action=\"([^\"]*/resources)\"");
  private static final Pattern CHOSEN = Pattern.compile("name=\"chosen\" value=\"([^\"]*)\"");
  private static final Pattern OF = Pattern.compile("name=\"connection\" value=\"([^\"]*)\"");

  /**
   * @param points how often something was killed
   * @param acknowledged connections of which the person was told
   * @param lost those of them that are not there afterwards, or that no longer work
   * @param half living connections that lack a part, while the card says "Connected"
   */
  record Tally(int points, int acknowledged, int kept, int lost, int half) {
    @Override
    public String toString() {
      return "Killed %d times: %d acknowledged, %d kept, %d lost, %d half"
          .formatted(points, acknowledged, kept, lost, half);
    }
  }

  private record Attempt(String account, URI callback) {}

  private final Path data;
  private final int port = free();
  private final SandboxPerson person = new SandboxPerson();
  private final List<UUID> acknowledged = new ArrayList<>();
  private Program program;
  private Browser ada;
  private Duration callbackTakes = Duration.ZERO;
  private int turn;
  private int points;
  private int half;

  Crashing(Path data) {
    this.data = data;
    this.program = start();
    this.ada = Browser.of(port, "ada");
  }

  /** One connection with every required step done, so that the card can say "Connected" at all. */
  void connectInPeace() {
    acknowledge(ask(consent().callback()));
    ada.submit(
        ada.get(HOME + "/setup/notify"), HOME + "/setup/notify", Map.of("events", "new_lead"));
    var page = ada.get(HOME + "/setup/channels");
    ada.submit(
        page,
        one(PICK, page),
        Map.of(
            "connection", one(OF, page),
            "shown", one(CHOSEN, page),
            "chosen", one(CHOSEN, page),
            "go", "connect"));
    if (!label().equals("connected")) {
      throw new AssertionError("The card says " + label() + " although everything is done");
    }
  }

  void killBetweenConsentAndCallback() {
    var attempt = consent();
    killAndStart();
    acknowledge(timed(attempt.callback()));
    look();
  }

  /**
   * @param when a part of the time that a callback takes: 0 at its beginning, 1 at its end
   */
  void killDuringCallback(double when) {
    var attempt = consent();
    var answer = CompletableFuture.supplyAsync(() -> ask(attempt.callback()));
    after(when, program::kill);
    told(answer);
    killAndStart();
    look();
  }

  void killPostgresDuringCallback() {
    var attempt = consent();
    var answer = CompletableFuture.supplyAsync(() -> ask(attempt.callback()));
    after(0.5, () -> Program.postmaster(data).destroyForcibly());
    points++;
    told(answer);
    awaitReady();
    look();
  }

  Tally tally() {
    int lost = 0;
    for (UUID happening : acknowledged) {
      lost += isThere(happening) ? 0 : 1;
    }
    return new Tally(points, acknowledged.size(), acknowledged.size() - lost, lost, half);
  }

  /** As far as the provider's answer, which leads to our callback. */
  private Attempt consent() {
    var account = ACCOUNTS.get(turn++ % ACCOUNTS.size());
    var page = ada.get(HOME + "/setup/authorize?another=true");
    var leads = ada.submit(page, HOME + "/authorizations", Map.of());
    var provider = leads.headers().firstValue("Location").map(URI::create).orElseThrow();
    return new Attempt(account, person.allow(provider, account));
  }

  private HttpResponse<String> ask(URI callback) {
    return ada.get(callback.getRawPath() + "?" + callback.getRawQuery());
  }

  private HttpResponse<String> timed(URI callback) {
    long start = System.nanoTime();
    var answer = ask(callback);
    callbackTakes = Duration.ofNanos(System.nanoTime() - start);
    return answer;
  }

  private void after(double part, Runnable kill) {
    long nanos = (long) (callbackTakes.toNanos() * part);
    CompletableFuture.runAsync(kill, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS))
        .join();
  }

  private void told(CompletableFuture<HttpResponse<String>> answer) {
    try {
      var heard = answer.join();
      if (heard.statusCode() == 303 && done(heard).isPresent()) {
        acknowledge(heard);
      }
    } catch (CompletionException nobodyAnswered) {
      // Then nothing was promised.
    }
  }

  private void acknowledge(HttpResponse<String> answer) {
    acknowledged.add(
        done(answer)
            .orElseThrow(() -> new AssertionError("Not connected: " + answer.headers().map())));
  }

  private static Optional<UUID> done(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(DONE::matcher)
        .filter(it -> it.find())
        .map(it -> UUID.fromString(it.group(1)));
  }

  /** What is left: every living connection is asked again, and the card must not flatter. */
  private void look() {
    ada.submit(home(), HOME + "/checks", Map.of());
    boolean healthy = label().equals("connected");
    half += healthy ? incomplete() : 0;
    if (!healthy) {
      throw new AssertionError("After the restart the card says " + label());
    }
  }

  /** Connections to a database that was killed are made anew meanwhile, and pages say "later". */
  private HttpResponse<String> home() {
    var page = ada.get(HOME);
    for (int tries = 0; page.statusCode() == 503 && tries < 40; tries++) {
      LockSupport.parkNanos(500_000_000);
      page = ada.get(HOME);
    }
    return page;
  }

  private int incomplete() {
    return database()
        .sql(
            """
            select count(*) from connections c
            left join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
            left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
            where c.removed_at is null
              and (s.sealed is null or o.first_ok_at is null or c.account_id is null
                or not exists (select 1 from activity a where a.connection_id = c.id and a.what in ('connected', 'reconnected')))
            """)
        .query(Integer.class)
        .single();
  }

  /** Whether a person who was told "connected" still is, with a secret that the provider takes. */
  private boolean isThere(UUID happening) {
    return database()
            .sql(
                """
                select count(*) from activity a
                join connections c on c.id = a.connection_id and c.removed_at is null
                join secrets s on s.connection_id = c.id
                join observations o on o.connection_id = c.id and o.ok_since is not null
                where a.id = ? and a.what in ('connected', 'reconnected')
                """)
            .param(happening)
            .query(Integer.class)
            .single()
        == 1;
  }

  /** What the host app hears of the card. */
  private String label() {
    try {
      var key = Files.readString(data.resolve("host-api-key")).strip();
      var answer =
          new Browser(port)
              .get(
                  "/api/v1/workspaces/pinework/integrations?q=slack",
                  "Authorization",
                  "Bearer " + key);
      return JsonMapper.shared()
          .readTree(answer.body())
          .at("/integrations/0/status/label")
          .asString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JdbcClient database() {
    try {
      var port = Files.readString(data.resolve("postgres/port")).strip();
      var password = Files.readString(data.resolve("postgres/superuser.password")).strip();
      return JdbcClient.create(
          new DriverManagerDataSource(
              "jdbc:postgresql://127.0.0.1:" + port + "/patchbay", "postgres", password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program start() {
    return Program.ofTheseClasses(
        data,
        List.of(
            "--server.port=" + port,
            "--patchbay.demo=true",
            "--patchbay.story=false",
            "--patchbay.health.look-every=1h"));
  }

  private void killAndStart() {
    program.kill();
    points++;
    program = start();
  }

  /** PostgreSQL is started again by the program; until then readiness says no. */
  private void awaitReady() {
    var giveUp = Instant.now().plusSeconds(120);
    while (!isReady()) {
      if (Instant.now().isAfter(giveUp)) {
        throw new AssertionError("Not ready again within 120 s");
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  private boolean isReady() {
    return new Browser(port).get("/actuator/health/readiness").statusCode() == 200;
  }

  private static String one(Pattern pattern, HttpResponse<String> page) {
    var found = pattern.matcher(page.body());
    if (!found.find()) {
      throw new AssertionError("Nothing like " + pattern + " on " + page.uri());
    }
    return found.group(1);
  }

  /**
   * Below those that the system gives to whoever asks for any: nobody gets it between two starts.
   */
  private static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException taken) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
