package io.patchbay.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.patchbay.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Durable, verified webhooks a second beside what the same PostgreSQL does for {@code pgbench -N -M
 * prepared}, with few routed resources and with many; and events a second to the host app.
 */
final class WebhookBench {
  private static final int CLIENTS = 16;
  private static final int WORKSPACES = 1_000;
  private static final int FEW = 10_000;
  private static final int MANY = Integer.getInteger("bench.resources", 10_000_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 20));
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.round", 6));
  private static final int FORWARDED = 20_000;
  private static final String SECRET = "a-signing-secret-of-the-bench";
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");

  private final Path data;
  private final Path config;
  private final List<Figure> figures = new ArrayList<>();

  private WebhookBench(Path folder) {
    this.data = folder.resolve("webhooks");
    this.config = folder.resolve("webhooks.yml");
  }

  /**
   * @param args an empty folder to work in, the results' path without an ending
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var bench = new WebhookBench(Path.of(args[0]));
    bench.run();
    bench.report(Path.of(args[1]));
  }

  private void run() throws IOException, InterruptedException {
    Files.writeString(
        config,
        """
        patchbay:
          health: { look-every: 1h }
          egress: { allow: [ "127.0.0.1:1024-65535" ] }
          providers: { github: { webhook-secret: %s } }
        """
            .formatted(SECRET));
    try (var patchbay = Program.built(data, config)) {
      superuser().sql(CONNECTED).param(WORKSPACES).update();
      resources(1, FEW);
      boolean pgbench = preparePgbench();
      var load = load(patchbay, FEW);
      load.during(WARM_UP);
      compare(load, pgbench, patchbay);
      forward(patchbay.address(), load);
      long before = System.nanoTime();
      resources(FEW + 1, MANY);
      System.err.printf(
          "%,d resources in %d s%n", MANY, (System.nanoTime() - before) / 1_000_000_000);
    }
    // PostgreSQL takes memory by what there is at its start, and reads again what it had there
    // before
    try (var _ = Program.built(data, config)) {
      superuser().sql("create extension pg_prewarm").update();
      for (var what : List.of("resources", "resources_routed")) {
        superuser().sql("select pg_prewarm(?)").param(what).query().singleRow();
      }
    }
    try (var patchbay = Program.built(data, config)) {
      load(patchbay, FEW).during(WARM_UP);
      compareSizes(load(patchbay, FEW), load(patchbay, MANY));
    }
  }

  private static WebhookLoad load(Program patchbay, int resources) {
    return new WebhookLoad(patchbay.address().resolve("/hooks/github"), SECRET, CLIENTS, resources);
  }

  private static final String CONNECTED =
      """
      with w as (
        insert into workspaces (slug, name) select 'bench-' || n, 'Bench ' || n from generate_series(1, ?) n returning id
      ), i as (
        insert into installs (workspace_id, integration, created_by, requires_billing_admin)
        select id, 'github', id, false from w returning workspace_id, id
      ), c as (
        insert into connections (owner_id, owner_kind, integration, install_id, account_id, connected_by)
        select workspace_id, 'workspace', 'github', id, 'account-' || workspace_id, workspace_id from i returning owner_id, id
      )
      insert into observations (owner_id, connection_id, first_ok_at, first_event_at) select owner_id, id, now(), now() from c
      """;

  private void resources(int from, int to) {
    var sql = superuser();
    // as a superuser may: what they refer to is there
    sql.sql("alter table resources disable trigger all").update();
    sql.sql(
            """
            insert into resources (workspace_id, install_id, owner_id, connection_id, kind, external_id, name, linked_by, integration)
            select c.owner_id, c.install_id, c.owner_id, c.id, 'repositories', n::text, 'r', c.owner_id, 'github'
            from generate_series(%d, %d) n
            join (select *, row_number() over (order by id) - 1 as place from connections where integration = 'github') c
              on c.place = n %% %d
            """
                .formatted(from, to, WORKSPACES))
        .update();
    sql.sql("alter table resources enable trigger all").update();
    sql.sql("vacuum analyze resources").update();
    sql.sql("checkpoint").update();
  }

  private void compare(WebhookLoad ours, boolean pgbench, Program patchbay)
      throws IOException, InterruptedException {
    var webhooks = new double[ROUNDS];
    var server = new double[ROUNDS];
    var database = new double[ROUNDS];
    var databaseOfPgbench = new double[ROUNDS];
    var postmaster = Program.postmaster(data);
    var theirs = new double[ROUNDS];
    var floor = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long javaBefore = Cpu.micros(ProcessHandle.of(patchbay.pid()).orElseThrow());
      long postgresBefore = Cpu.microsOfFamily(postmaster);
      webhooks[round] = ours.during(ROUND);
      long answered = ours.answered();
      server[round] =
          1.0
              * (Cpu.micros(ProcessHandle.of(patchbay.pid()).orElseThrow()) - javaBefore)
              / answered;
      database[round] = 1.0 * (Cpu.microsOfFamily(postmaster) - postgresBefore) / answered;
      if (pgbench) {
        long before = Cpu.microsOfFamily(postmaster);
        theirs[round] = pgbench("-N");
        databaseOfPgbench[round] =
            (Cpu.microsOfFamily(postmaster) - before) / (theirs[round] * ROUND.toSeconds());
        floor[round] = pgbench("-f", data.resolveSibling("one-row.sql").toString());
      }
    }
    double median = median(webhooks);
    if (pgbench) {
      figures.add(
          Figure.atLeast(
              "durable webhooks against pgbench -N -M prepared, %d clients".formatted(CLIENTS),
              median / median(theirs),
              "x",
              0.8));
      figures.add(Figure.noted("pgbench -N -M prepared", median(theirs), "transactions/s"));
      figures.add(Figure.noted("one-row inserts by pgbench", median(floor), "transactions/s"));
    } else {
      figures.add(Figure.noted("against pgbench: not measured, it is not installed", 0, ""));
    }
    figures.add(Figure.noted("durable, verified webhooks, 10,000 resources", median, "/s"));
    figures.add(Figure.noted("CPU of the server for one", median(server), "us"));
    figures.add(Figure.noted("CPU of PostgreSQL for one", median(database), "us"));
    if (pgbench) {
      figures.add(
          Figure.noted(
              "CPU of PostgreSQL for one of pgbench's transactions",
              median(databaseOfPgbench),
              "us"));
    }
    figures.add(Figure.noted("their 99th percentile", ours.percentile(0.99), "ms"));
  }

  private void compareSizes(WebhookLoad few, WebhookLoad many) {
    many.during(WARM_UP);
    var small = new double[ROUNDS];
    var large = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      small[round] = few.during(ROUND);
      large[round] = many.during(ROUND);
    }
    figures.add(
        Figure.atMost(
            "time of a webhook among %,d resources against 10,000 of them".formatted(MANY),
            median(small) / median(large),
            "x",
            1.2));
    figures.add(Figure.noted("webhooks among %,d resources".formatted(MANY), median(large), "/s"));
    figures.add(Figure.noted("their 99th percentile", many.percentile(0.99), "ms"));
  }

  /** All that waits is sent to an address on this machine as soon as it is set. */
  private void forward(URI patchbay, WebhookLoad load) throws IOException, InterruptedException {
    var taken = new AtomicLong();
    var sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    sink.setExecutor(Executors.newFixedThreadPool(8));
    sink.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
          taken.incrementAndGet();
        });
    sink.start();
    var body = "{\"url\":\"http://127.0.0.1:%d/\"}".formatted(sink.getAddress().getPort());
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(patchbay.resolve("/api/v1/endpoints/default"))
                    .header("Authorization", "Bearer " + read(data.resolve("host-api-key")))
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException("The endpoint was answered " + answer.statusCode());
    }
    long start = System.nanoTime();
    load.times(FORWARDED);
    while (taken.get() <= FORWARDED) {
      Thread.sleep(5);
    }
    figures.add(
        Figure.noted(
            "webhooks taken in and forwarded to a sink",
            FORWARDED * 1e9 / (System.nanoTime() - start),
            "/s"));
    superuser().sql("update host_endpoints set ended_at = now()").update();
    sink.stop(0);
  }

  private boolean preparePgbench() throws IOException, InterruptedException {
    if (Arrays.stream(System.getenv("PATH").split(":"))
        .noneMatch(it -> Files.isExecutable(Path.of(it, "pgbench")))) {
      return false;
    }
    superuser().sql("create database pgbench").update();
    new JdbcClientOf(url("pgbench"), password()).run("create table one_row (id bigserial, v int)");
    Files.writeString(data.resolveSibling("one-row.sql"), "insert into one_row (v) values (1);\n");
    run("-i", "-q", "-s", "10");
    return true;
  }

  private record JdbcClientOf(String url, String password) {
    void run(String statement) {
      JdbcClient.create(new DriverManagerDataSource(url, "postgres", password))
          .sql(statement)
          .update();
    }
  }

  private double pgbench(String... what) throws IOException, InterruptedException {
    var arguments = new ArrayList<String>(List.of(what));
    arguments.addAll(
        List.of("-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", "" + ROUND.toSeconds()));
    var tps = TPS.matcher(run(arguments.toArray(String[]::new)));
    if (!tps.find()) {
      throw new IllegalStateException("pgbench said nothing of its speed");
    }
    return Double.parseDouble(tps.group(1));
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add("pgbench");
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-h", "127.0.0.1", "-p", read(data.resolve("postgres/port")), "-U", "postgres"));
    command.add("pgbench");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password());
    var process = builder.start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("pgbench failed: " + said);
    }
    return said;
  }

  private JdbcClient superuser() {
    return JdbcClient.create(new DriverManagerDataSource(url("patchbay"), "postgres", password()));
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%s/%s"
        .formatted(read(data.resolve("postgres/port")), database);
  }

  private String password() {
    return read(data.resolve("postgres/superuser.password"));
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
    Files.writeString(
        Path.of(results + ".md"),
        """
        # Webhooks, %s

        %d keep-alive clients on the same machine and the same PostgreSQL; the median of %d rounds of %d s, in turn.
        %d processors.

        %s\
        """
            .formatted(
                results.getFileName(),
                CLIENTS,
                ROUNDS,
                ROUND.toSeconds(),
                Runtime.getRuntime().availableProcessors(),
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
