package io.patchbay.benchmarks;

import io.patchbay.health.ByHand;
import io.patchbay.testing.Node;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The truth engine with many connections stored: checks a second against a provider on loopback,
 * what picking due work costs, and credentials read by the host app beside a bare select.
 */
final class EngineBench {
  private static final int FEW = 10_000;
  private static final int MANY = Integer.getInteger("bench.connections", 1_000_000);
  private static final int IN_A_WORKSPACE = 1_000;
  private static final int PROVIDERS = 5;
  private static final int CLIENTS = 16;
  private static final int CLAIMS = 20;
  private static final int AT_ONCE = 32;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 20));
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.round", 6));
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** Which parts to measure; whoever works on one of them leaves out the others. */
  private static final List<String> PARTS =
      List.of(System.getProperty("bench.parts", "claims,checks,reads").split(","));

  /** The class path of another program than the one that is built; empty for that one. */
  private static final String PROGRAM = System.getProperty("bench.program", "");

  private final Path folder;
  private final Path data;
  private final Path config;
  private final List<String> jvm;
  private final List<Figure> figures = new ArrayList<>();

  private EngineBench(Path folder, List<String> jvm) {
    this.folder = folder.resolve("engine");
    this.data = this.folder.resolve("data");
    this.config = this.folder.resolve("engine.yml");
    this.jvm = jvm;
  }

  /**
   * @param args an empty folder to work in, the results' path without an ending, the JVM's flags
   */
  public static void main(String[] args) throws IOException {
    var bench = new EngineBench(Path.of(args[0]), List.of(args).subList(2, args.length));
    bench.run();
    bench.report(Path.of(args[1]));
  }

  private void run() throws IOException {
    Files.createDirectories(folder);
    try (var provider = new QuickPeer()) {
      entries(folder.resolve("catalog"), provider.port());
      var staged = folder.resolve("staged");
      if (!Files.exists(staged)) {
        stage();
        Files.createFile(staged);
      }
      if (PARTS.contains("checks")) {
        try (var patchbay = patchbay("1s")) {
          checks(patchbay, provider);
        }
      }
      if (PARTS.contains("reads")) {
        try (var patchbay = patchbay("1h")) {
          reads(patchbay);
        }
      }
    }
  }

  /** All of it is stored, and what is due can be checked. */
  private void stage() {
    double few = 0;
    try (var _ = Program.node(data, settings("1h"))) {
      if (PARTS.contains("claims")) {
        connect(1, FEW);
        few = claim();
        connect(FEW + 1, MANY);
        nothingIsDue();
      } else {
        connect(1, MANY);
      }
    }
    // PostgreSQL takes memory by what there is at its start
    try (var node = Program.node(data, settings("1h"))) {
      if (PARTS.contains("claims")) {
        superuser()
            .sql("update checks_due set due_at = now() - interval '1 minute' where random() < 0.1")
            .update();
        double many = claim();
        figures.add(
            Figure.atMost(
                "picking %d due checks of %,d stored, against 10,000 stored"
                    .formatted(AT_ONCE, MANY),
                many / few,
                "x",
                1.2));
        figures.add(Figure.noted("picking %d of 10,000 stored".formatted(AT_ONCE), few, "ms"));
        figures.add(Figure.noted("picking %d of %,d stored".formatted(AT_ONCE, MANY), many, "ms"));
      }
      seal(node.address());
    }
  }

  /** Whatever has a credential is due again, as it was at first. */
  private void makeDue() {
    superuser()
        .sql(
            """
            update checks_due d set due_at = now() - random() * interval '6 hours', claimed_until = null, mishaps = 0
            from secrets s where s.owner_id = d.owner_id and s.connection_id = d.connection_id
            """)
        .update();
    superuser().sql("truncate check_history").update();
    settle();
  }

  /** A program begins with what is due, and goes on until nothing is. */
  private void nothingIsDue() {
    superuser()
        .sql("update checks_due set due_at = now() + interval '1 day', claimed_until = null")
        .update();
    settle();
  }

  /** Some providers alike, so that what one node asks of one of them at a time is no limit. */
  private void entries(Path catalog, int port) throws IOException {
    var like = Files.readString(Path.of("catalog/stripe/integration.yml"));
    var logo = Files.readAllBytes(Path.of("catalog/stripe/logo.svg"));
    var hosts = new StringBuilder();
    for (int n = 1; n <= PROVIDERS; n++) {
      var own = Files.createDirectories(catalog.resolve("bench-" + n));
      Files.writeString(
          own.resolve("integration.yml"),
          like.replace("slug: stripe", "slug: bench-" + n)
              .replace("provider: stripe\n", "provider: bench-" + n + "\n")
              .replace("name: Stripe\n", "name: Bench " + n + "\n")
              .replaceFirst("\nfeatured: \\d+", ""));
      Files.write(own.resolve("logo.svg"), logo);
      hosts.append(
          "    bench-%d: { hosts: { \"[api.stripe.com]\": \"http://127.0.0.1:%d\" } }\n"
              .formatted(n, port));
    }
    Files.writeString(
        config,
        """
        patchbay:
          catalog: [ "%s" ]
          egress: { allow: [ "127.0.0.1:%d" ], per-second: 0 }
          providers:
        %s\
        """
            .formatted(catalog, port, hosts));
  }

  private List<String> settings(String lookEvery) {
    return List.of(
        "--server.port=0",
        "--patchbay.empty=true",
        "--patchbay.health.look-every=" + lookEvery,
        "--spring.config.additional-location=file:" + config);
  }

  private Program patchbay(String lookEvery) throws IOException {
    var own = config.resolveSibling("engine-" + lookEvery + ".yml");
    Files.writeString(
        own,
        Files.readString(config)
            .replace(
                "  providers:\n", "  health: { look-every: " + lookEvery + " }\n  providers:\n"));
    return PROGRAM.isEmpty() ? Program.built(data, own) : another(own);
  }

  private Program another(Path settings) {
    var command = java(PROGRAM);
    command.addAll(
        List.of(
            "io.patchbay.Patchbay",
            "--server.port=0",
            "--patchbay.empty=true",
            "--patchbay.data=" + data,
            "--spring.config.additional-location=file:" + settings));
    return Program.start(command);
  }

  private List<String> java(String classPath) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  /** All of them were checked; a tenth is due, and the rest within the next six hours. */
  private void connect(int from, int to) {
    var sql = superuser();
    sql.sql(
            """
            insert into workspaces (slug, name)
            select 'bench-' || n, 'Bench ' || n from generate_series(:from::int, :to::int, :each::int) n
            """)
        .param("from", from)
        .param("to", to)
        .param("each", IN_A_WORKSPACE)
        .update();
    sql.sql(
            """
            with i as (
              insert into installs (workspace_id, integration, created_by, requires_billing_admin)
              select id, 'bench-' || n, id, false from workspaces w, generate_series(1, :providers::int) n
              where slug like 'bench-%' and not exists (select 1 from installs where workspace_id = w.id)
              returning workspace_id, id, integration
            ), c as (
              insert into connections (owner_id, owner_kind, integration, install_id, connected_by, id, account_id, account_name, account_url)
              select workspace_id, 'workspace', integration, install, workspace_id, id, id::text, 'a@example.com', 'https://dashboard.stripe.com/' || id
              from (select i.workspace_id, i.integration, i.id as install, uuidv7() as id from i, generate_series(1, :each::int)) as each
              returning owner_id, id
            ), o as (
              insert into observations (owner_id, connection_id, first_ok_at, last_ok_at, ok_since, last_attempt_at)
              select owner_id, id, now() - interval '1 day', now() - interval '6 hours', now() - interval '1 day', now() - interval '6 hours'
              from c
            )
            insert into checks_due (owner_id, connection_id, owner_kind, due_at)
            select owner_id, id, 'workspace', now() + case when random() < 0.1 then -1 else 1 end * random() * interval '6 hours'
            from c
            """)
        .param("providers", PROVIDERS)
        .param("each", IN_A_WORKSPACE / PROVIDERS)
        .update();
    settle();
  }

  private void settle() {
    superuser().sql("vacuum analyze").update();
    superuser().sql("checkpoint").update();
  }

  /**
   * Milliseconds to claim as many as a node takes at once, the median of many claims. What was
   * claimed is checked before the next ones are, and never the same again within a round.
   */
  private double claim() {
    var took = new double[ROUNDS * CLAIMS];
    var source = new SingleConnectionDataSource(url(), "patchbay_engine", password("engine"), true);
    var claims = new ByHand.Claims(JdbcClient.create(source));
    var all = superuser();
    // or what PostgreSQL writes once for each page after a checkpoint would be all that is measured
    all.sql(
            "update checks_due set due_at = now() - random() * interval '6 hours' where due_at <= now()")
        .update();
    all.sql("vacuum checks_due").update();
    // and a session that has served for a while has met each page before
    var session = JdbcClient.create(source);
    session.sql("set max_parallel_workers_per_gather = 0").update();
    session.sql("select count(owner_kind) from checks_due").query().singleRow();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < CLAIMS; i++) {
        long began = System.nanoTime();
        int claimed = claims.claim(AT_ONCE);
        took[round * CLAIMS + i] = (System.nanoTime() - began) / 1e6;
        if (claimed < AT_ONCE) {
          throw new IllegalStateException("Only " + claimed + " were due");
        }
        claims.checked(all);
      }
      all.sql(
              "update checks_due set due_at = now() - random() * interval '6 hours' where due_at > now() + interval '300 days'")
          .update();
      all.sql("vacuum checks_due").update();
    }
    source.destroy();
    return median(took);
  }

  /** Every one that is due gets a credential, by {@link Node}. */
  private void seal(URI node) {
    var workspaces =
        superuser()
            .sql("select id::text from workspaces where slug like 'bench-%'")
            .query(String.class)
            .list();
    try (var http = HttpClient.newHttpClient();
        var threads = Executors.newFixedThreadPool(4)) {
      for (var workspace : workspaces) {
        var request =
            HttpRequest.newBuilder(node.resolve("/seal"))
                .POST(HttpRequest.BodyPublishers.ofString("workspace=" + workspace))
                .build();
        threads.execute(() -> {
          try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
              throw new IllegalStateException(answer.body());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
      }
    }
    settle();
  }

  private void checks(Program patchbay, QuickPeer provider) throws IOException {
    makeDue();
    pass(WARM_UP);
    var rates = new double[ROUNDS];
    long before = provider.answered();
    long transactions = transactions();
    double ours = seconds(patchbay.pid());
    double all = busySeconds();
    for (int round = 0; round < ROUNDS; round++) {
      long count = provider.answered();
      long began = System.nanoTime();
      pass(ROUND);
      rates[round] = (provider.answered() - count) * 1e9 / (System.nanoTime() - began);
    }
    double checks = provider.answered() - before;
    double median = median(rates);
    figures.add(
        Figure.atLeast(
            "checks a second, %,d connections stored, a tenth due, %d cores".formatted(MANY, CORES),
            median,
            "/s",
            500));
    figures.add(Figure.noted("checks a second and core", median / CORES, "/s"));
    figures.add(
        Figure.noted("transactions for a check", (transactions() - transactions) / checks, ""));
    figures.add(
        Figure.noted(
            "CPU for a check, our program", (seconds(patchbay.pid()) - ours) * 1e3 / checks, "ms"));
    figures.add(
        Figure.noted(
            "CPU for a check, everything on the machine",
            (busySeconds() - all) * 1e3 / checks,
            "ms"));
    long kept =
        superuser()
            .sql("select count(*) from check_history where outcome = 'answered'")
            .query(Long.class)
            .single();
    if (kept < checks * 0.9) {
      throw new IllegalStateException("Of %.0f checks %d were kept".formatted(checks, kept));
    }
  }

  private static void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long transactions() {
    return superuser()
        .sql("select xact_commit from pg_stat_database where datname = 'patchbay'")
        .query(Long.class)
        .single();
  }

  private static double seconds(long pid) throws IOException {
    var fields =
        Files.readString(Path.of("/proc/" + pid + "/stat"))
            .replaceFirst("^.*\\) ", "")
            .split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private static double busySeconds() throws IOException {
    var fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
    return (Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]))
        / 100.0;
  }

  private void reads(Program patchbay) throws IOException {
    nothingIsDue();
    var kept =
        superuser()
            .sql("select connection_id::text from secrets order by random() limit 100000")
            .query(String.class)
            .list();
    var header = "Authorization: Bearer " + read(data.resolve("host-api-key"));
    var paths = kept.stream().map(it -> "/api/v1/connections/" + it + "/token").toList();
    var one = new Load(patchbay.address(), header, CLIENTS, paths.subList(0, 1));
    var each = new Load(patchbay.address(), header, CLIENTS, paths);
    int size = one.size();
    try (var bare = bare(size, kept.getFirst())) {
      var select = new Load(bare.address().resolve(Bare.SELECT), "X-Nothing: 1", CLIENTS);
      var loads = List.of(one, select, each);
      loads.forEach(it -> it.during(WARM_UP));
      var rates = new double[loads.size()][ROUNDS];
      var spent = new double[loads.size()];
      for (int round = 0; round < ROUNDS; round++) {
        for (int load = 0; load < loads.size(); load++) {
          long asked = loads.get(load).asked().get();
          double busy = spent(patchbay, bare);
          rates[load][round] = loads.get(load).during(ROUND);
          spent[load] +=
              (spent(patchbay, bare) - busy)
                  * 1e6
                  / (loads.get(load).asked().get() - asked)
                  / ROUNDS;
        }
      }
      double bareRate = median(rates[1]);
      figures.add(
          Figure.atLeast(
              "credential read, its record of this minute written, against one prepared select",
              median(rates[0]) / bareRate,
              "x",
              0.6));
      figures.add(
          Figure.atLeast(
              "credential read, each one a new record, against the same",
              median(rates[2]) / bareRate,
              "x",
              0.6));
      figures.add(Figure.noted("credential reads", median(rates[0]), "/s"));
      figures.add(Figure.noted("credential reads, each a new record", median(rates[2]), "/s"));
      figures.add(Figure.noted("one prepared select", bareRate, "/s"));
      figures.add(Figure.noted("CPU for a credential read, server and database", spent[0], "us"));
      figures.add(
          Figure.noted(
              "CPU for a credential read and its record, server and database", spent[2], "us"));
      figures.add(Figure.noted("CPU for one prepared select, the same", spent[1], "us"));
      figures.add(Figure.noted("all records written after", settled(), "s"));
    }
  }

  /** Seconds that the servers and the database have used of the processors. */
  private double spent(Program patchbay, Program bare) {
    return (Cpu.microsOfFamily(Program.postmaster(data))
            + Cpu.microsOfFamily(ProcessHandle.of(patchbay.pid()).orElseThrow())
            + Cpu.microsOfFamily(ProcessHandle.of(bare.pid()).orElseThrow()))
        / 1e6;
  }

  /** Until no more records of reads come. */
  private double settled() {
    long began = System.nanoTime();
    long last = -1;
    for (long now = records(); now != last; now = records()) {
      last = now;
      pass(Duration.ofMillis(500));
    }
    return (System.nanoTime() - began) / 1e9 - 0.5;
  }

  private long records() {
    return superuser()
        .sql("select count(*) from activity where what = 'credential_read'")
        .query(Long.class)
        .single();
  }

  private Program bare(int size, String connection) {
    var command = java(System.getProperty("java.class.path"));
    command.addAll(
        List.of(
            Bare.class.getName(),
            url(),
            "postgres",
            password("superuser"),
            connection,
            Integer.toString(size)));
    return Program.start(command);
  }

  private JdbcClient superuser() {
    return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", password("superuser")));
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + read(data.resolve("postgres/port")) + "/patchbay";
  }

  private String password(String login) {
    return read(data.resolve("postgres").resolve(login + ".password"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void report(Path results) throws IOException {
    var table = new StringBuilder("| what | measured | target | |\n|---|---|---|---|\n");
    figures.forEach(it ->
        table.append(
            "| %s | %s | %s | %s |\n".formatted(it.what(), it.shown(), it.target(), it.verdict())));
    Files.createDirectories(results.toAbsolutePath().getParent());
    Files.writeString(
        Path.of(results + ".md"),
        """
        # The engine, %s

        %,d connections of %,d workspaces and %d providers, a provider on loopback; %d keep-alive clients on the same machine
        and the same PostgreSQL; the median of %d rounds of %d s. %d processors.

        %s\
        """
            .formatted(
                results.getFileName(),
                MANY,
                MANY / IN_A_WORKSPACE,
                PROVIDERS,
                CLIENTS,
                ROUNDS,
                ROUND.toSeconds(),
                CORES,
                table));
    Files.writeString(
        Path.of(results + ".json"),
        JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("figures", figures))
            + "\n");
    System.out.print(table);
    if (!figures.stream().allMatch(Figure::met)) {
      System.exit(1);
    }
  }
}
