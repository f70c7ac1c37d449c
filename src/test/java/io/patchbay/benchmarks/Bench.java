package io.patchbay.benchmarks;

import io.patchbay.journeys.Lighthouse;
import io.patchbay.testing.Browser;
import io.patchbay.testing.Program;
import io.patchbay.testing.RoundTrips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory page beside a bare endpoint, in one run and on one database: what it costs to show
 * the truth. Beside that: waits for the database, time to start, memory.
 */
final class Bench {
  private static final int VIEWS = 10_000;
  private static final int STARTS = 5;
  private static final int LOOKS = 5;
  private static final List<String> LOOKED_AT = List.of(Stage.PAGE, Stage.PAGE + "/slack");
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 30));
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.round", 6));

  private static final int INTEGRATIONS = 30;
  private static final int CHANGES = 20;

  private final Path folder;
  private final Stage stage;
  private final List<String> jvm;
  private final List<Figure> figures = new ArrayList<>();

  private Bench(Path folder, List<String> jvm) throws IOException {
    this.folder = folder;
    this.stage = new Stage(folder.resolve("directory"), INTEGRATIONS);
    this.jvm = jvm;
  }

  /**
   * @param args an empty folder to work in, the results' path without an ending, the JVM's flags
   */
  public static void main(String[] args) throws IOException {
    var bench = new Bench(Path.of(args[0]), List.of(args).subList(2, args.length));
    bench.run(Path.of(args[1]));
    bench.report(Path.of(args[1]));
  }

  private void run(Path results) throws IOException {
    double cold = start(it -> stage.connect(INTEGRATIONS));
    var warm = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      warm[i] = start(it -> {});
    }
    figures.add(Figure.atMost("start to ready, warm database, median of 5", median(warm), "s", 3));
    figures.add(Figure.noted("start to ready, database made first", cold, "s"));
    try (var patchbay = stage.start()) {
      stage.settle();
      var pages = Stage.load(patchbay.address());
      pages.times(VIEWS);
      figures.add(
          Figure.atMost(
              "resident memory after 10,000 page views", megabytes(patchbay.pid()), "MB", 350));
      figures.add(Figure.atMost("database round trips for the page", roundTrips(), "", 2));
      compare(pages);
    }
    figures.addAll(lighthouse());
    figures.addAll(
        new Growth(folder.resolve("growth"), ROUNDS, ROUND, WARM_UP)
            .measure(Path.of(results + "-growth.svg")));
  }

  /**
   * A demo of its own, looked at by nobody else: the best of five, and the largest shift of all.
   */
  private List<Figure> lighthouse() throws IOException {
    var demo =
        List.of("bin/patchbay", "--port", "0", "--data", folder.resolve("lighthouse").toString());
    try (var program = Program.start(demo)) {
      return Lighthouse.look(program.address(), LOOKS, LOOKED_AT).stream()
          .flatMap(it ->
              Stream.of(
                  Figure.atLeast(
                      "Lighthouse performance of %s, best of %d".formatted(it.path(), LOOKS),
                      it.scores().getOrDefault("performance", 0),
                      "",
                      100),
                  Figure.atMost(
                      "layout shift of %s, largest of %d".formatted(it.path(), LOOKS),
                      it.shift(),
                      "",
                      0)))
          .toList();
    }
  }

  private interface Use {
    void of(Program program) throws IOException;
  }

  /** Seconds from the command to the line that says it is ready. */
  private double start(Use use) throws IOException {
    long start = System.nanoTime();
    try (var program = stage.start()) {
      double seconds = (System.nanoTime() - start) / 1e9;
      use.of(program);
      return seconds;
    }
  }

  /** Rounds alternate, so that whatever else the machine does falls on all of them. */
  private void compare(Load ours) throws IOException {
    var body = body(ours.page().getPort());
    try (var bare = bare(body.length())) {
      var sameRows = new Load(bare.address(), ours.header(), Stage.CLIENTS);
      var fewerRows = new Load(bare.address().resolve(Bare.FEWER), ours.header(), Stage.CLIENTS);
      var loads = List.of(ours, sameRows, fewerRows);
      loads.forEach(it -> it.during(WARM_UP));
      var rates = new double[loads.size()][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        for (int load = 0; load < loads.size(); load++) {
          rates[load][round] = loads.get(load).during(ROUND);
        }
      }
      double page = median(rates[0]);
      double changing = whileFactsChange(ours);
      figures.addAll(
          0,
          List.of(
              Figure.atLeast(
                  "directory page against a bare endpoint, %d clients".formatted(Stage.CLIENTS),
                  page / median(rates[1]),
                  "x",
                  0.6),
              Figure.noted(
                  "the same, bare endpoint without steps and resources",
                  page / median(rates[2]),
                  "x"),
              Figure.noted("directory page", page, "pages/s"),
              Figure.noted(
                  "directory page while its facts change %d times a second".formatted(CHANGES),
                  changing,
                  "pages/s"),
              Figure.noted("bare endpoint", median(rates[1]), "answers/s"),
              Figure.noted("size of the page", body.length(), "bytes")));
    }
  }

  /** Facts that nobody touched are not fetched again; here hardly a page finds them untouched. */
  private double whileFactsChange(Load ours) {
    try (var writer = Executors.newSingleThreadScheduledExecutor()) {
      var database = stage.superuser();
      var connection =
          database
              .sql("select connection_id from observations where owner_id = ? limit 1")
              .param(Stage.PINEWORK.value())
              .query(UUID.class)
              .single();
      var changes =
          writer.scheduleAtFixedRate(
              () ->
                  database
                      .sql(
                          "update observations set last_attempt_at = now() where connection_id = ?")
                      .param(connection)
                      .update(),
              0,
              1000 / CHANGES,
              TimeUnit.MILLISECONDS);
      double pages = ours.during(ROUND);
      changes.cancel(false);
      return pages;
    }
  }

  private static String body(int port) {
    var answer = Browser.of(port, "ada").get(Stage.PAGE);
    if (!answer.body().contains("1 of 4 workspaces")) {
      throw new IllegalStateException("The directory is not full: " + answer.statusCode());
    }
    return answer.body();
  }

  private Program bare(int size) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Bare.class.getName(),
            stage.url(),
            "postgres",
            stage.password("superuser"),
            Stage.PINEWORK.toString(),
            Integer.toString(size)));
    return Program.start(command);
  }

  /** One more program on the same database, by way of the counting proxy. */
  private double roundTrips() throws IOException {
    try (var wire = RoundTrips.before(stage.url());
        var program =
            Program.start(
                List.of(
                    "env",
                    "PATCHBAY_DATABASE_URL=" + wire.url(),
                    "PATCHBAY_DATABASE_USER=patchbay_app",
                    "PATCHBAY_DATABASE_PASSWORD=" + stage.password("app"),
                    "PATCHBAY_DATABASE_ENGINE_USER=patchbay_engine",
                    "PATCHBAY_DATABASE_ENGINE_PASSWORD=" + stage.password("engine"),
                    "PATCHBAY_DATABASE_OWNER_USER=patchbay_owner",
                    "PATCHBAY_DATABASE_OWNER_PASSWORD=" + stage.password("owner"),
                    "PATCHBAY_MASTERKEY_FILE=" + stage.data().resolve("master-key.json"),
                    "bin/patchbay",
                    "--port",
                    "0",
                    "--data",
                    stage.data().resolveSibling("beside").toString(),
                    "--config",
                    stage.config().toString(),
                    "--empty"))) {
      var ada = Browser.of(program.address().getPort(), "ada");
      var first = ada.get(Stage.PAGE);
      long before = wire.of("patchbay_app");
      var second = ada.get(Stage.PAGE);
      long trips = wire.of("patchbay_app") - before;
      if (first.statusCode() != 200 || second.statusCode() != 200) {
        throw new IllegalStateException("The page answered " + second.statusCode());
      }
      return trips;
    }
  }

  private static double megabytes(long pid) throws IOException {
    var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    return Math.rint(Long.parseLong(ps.inputReader().readLine().strip()) / 1024.0);
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
    var machine =
        "%d processors, %s %s, Java %s, flags: %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                String.join(" ", jvm));
    var text =
        """
        # Benchmarks, %s

        %d integrations with %d connections each; %d keep-alive clients on the same machine; the median of %d rounds
        of %d s after %d s of warm-up, the two servers in turn. %s.

        %s\
        """
            .formatted(
                results.getFileName(),
                INTEGRATIONS,
                Stage.ACCOUNTS,
                Stage.CLIENTS,
                ROUNDS,
                ROUND.toSeconds(),
                WARM_UP.toSeconds(),
                machine,
                table);
    Files.createDirectories(results.toAbsolutePath().getParent());
    Files.writeString(Path.of(results + ".md"), text);
    Files.writeString(
        Path.of(results + ".json"),
        JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("machine", machine, "figures", figures))
            + "\n");
    System.out.print(table);
    // Said in any case: the threads of the browser's driver would go on.
    System.exit(figures.stream().allMatch(Figure::met) ? 0 : 1);
  }
}
