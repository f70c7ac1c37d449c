package io.patchbay.benchmarks;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Browser;
import io.patchbay.testing.FullDirectory;
import io.patchbay.testing.Program;
import io.patchbay.testing.RoundTrips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory page beside a bare endpoint, in one run and on one database: what it costs to show
 * the truth. Beside that: waits for the database, time to start, memory.
 */
final class Bench {
  private static final String PAGE = "/w/pinework/integrations";
  private static final WorkspaceId PINEWORK =
      new WorkspaceId(UUID.fromString("019ab000-0000-7000-8000-000000000001"));
  private static final PersonId ADA =
      new PersonId(UUID.fromString("019ab000-0000-7000-8000-000000000011"));
  private static final List<String> BUILT_IN =
      List.of("slack", "google-calendar", "stripe", "github", "vercel");
  private static final int ACCOUNTS = 4;
  private static final int CLIENTS = 16;
  private static final int VIEWS = 10_000;
  private static final int STARTS = 5;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 30));
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.round", 6));

  private final Path data;
  private final Path config;
  private final List<String> jvm;
  private final List<Figure> figures = new ArrayList<>();

  private Bench(Path folder, List<String> jvm) {
    this.data = folder.resolve("data");
    this.config = folder.resolve("bench.yml");
    this.jvm = jvm;
  }

  /**
   * @param args an empty folder to work in, the results' path without an ending, the JVM's flags
   */
  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    var bench = new Bench(folder, List.of(args).subList(2, args.length));
    bench.run(FullDirectory.write(folder.resolve("catalog"), 30 - BUILT_IN.size()));
    bench.report(Path.of(args[1]));
  }

  private void run(List<String> tools) throws IOException {
    Files.writeString(
        config,
        "patchbay:\n  catalog: [%s]\n  health: { look-every: 1h }\n"
            .formatted(config.resolveSibling("catalog")));
    double cold = start(it -> connect(tools));
    var warm = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      warm[i] = start(it -> {});
    }
    figures.add(Figure.atMost("start to ready, warm database, median of 5", median(warm), "s", 3));
    figures.add(Figure.noted("start to ready, database made first", cold, "s"));
    try (var patchbay = patchbay()) {
      var page = patchbay.address().resolve(PAGE);
      var cookie = signIn(patchbay.address());
      new Load(page, cookie, CLIENTS).times(VIEWS);
      figures.add(
          Figure.atMost(
              "resident memory after 10,000 page views", megabytes(patchbay.pid()), "MB", 350));
      figures.add(Figure.atMost("database round trips for the page", roundTrips(), "", 2));
      compare(page, cookie);
    }
  }

  private interface Use {
    void of(Program program) throws IOException;
  }

  /** Seconds from the command to the line that says it is ready. */
  private double start(Use use) throws IOException {
    long start = System.nanoTime();
    try (var program = patchbay()) {
      double seconds = (System.nanoTime() - start) / 1e9;
      use.of(program);
      return seconds;
    }
  }

  private Program patchbay() {
    return Program.start(
        List.of(
            "bin/patchbay",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--config",
            config.toString(),
            "--empty"));
  }

  private void connect(List<String> tools) {
    var slugs = Stream.concat(tools.stream(), BUILT_IN.stream()).toList();
    FullDirectory.connect(superuser(), PINEWORK, ADA, slugs, ACCOUNTS);
    superuser().sql("analyze").update();
  }

  /** Rounds alternate, so that whatever else the machine does falls on both. */
  private void compare(URI page, String cookie) throws IOException {
    var body = body(page.getPort());
    try (var bare = bare(body.length())) {
      var ours = new Load(page, cookie, CLIENTS);
      var theirs = new Load(bare.address(), cookie, CLIENTS);
      ours.during(WARM_UP);
      theirs.during(WARM_UP);
      var pages = new double[ROUNDS];
      var answers = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        pages[round] = ours.during(ROUND);
        answers[round] = theirs.during(ROUND);
      }
      figures.add(
          0,
          Figure.atLeast(
              "directory page against a bare endpoint, %d clients".formatted(CLIENTS),
              median(pages) / median(answers),
              "x",
              0.6));
      figures.add(1, Figure.noted("directory page", median(pages), "pages/s"));
      figures.add(2, Figure.noted("bare endpoint", median(answers), "answers/s"));
      figures.add(3, Figure.noted("size of the page", body.length(), "bytes"));
    }
  }

  private static String body(int port) {
    var answer = Browser.of(port, "ada").get(PAGE);
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
            url(),
            "postgres",
            password("superuser"),
            PINEWORK.toString(),
            Integer.toString(size)));
    return Program.start(command);
  }

  /** One more program on the same database, by way of the counting proxy. */
  private double roundTrips() throws IOException {
    try (var wire = RoundTrips.before(url());
        var program =
            Program.start(
                List.of(
                    "env",
                    "PATCHBAY_DATABASE_URL=" + wire.url(),
                    "PATCHBAY_DATABASE_USER=patchbay_app",
                    "PATCHBAY_DATABASE_PASSWORD=" + password("app"),
                    "PATCHBAY_DATABASE_ENGINE_USER=patchbay_engine",
                    "PATCHBAY_DATABASE_ENGINE_PASSWORD=" + password("engine"),
                    "PATCHBAY_DATABASE_OWNER_USER=patchbay_owner",
                    "PATCHBAY_DATABASE_OWNER_PASSWORD=" + password("owner"),
                    "PATCHBAY_MASTERKEY_FILE=" + data.resolve("master-key.json"),
                    "bin/patchbay",
                    "--port",
                    "0",
                    "--data",
                    data.resolveSibling("beside").toString(),
                    "--config",
                    config.toString(),
                    "--empty"))) {
      var ada = Browser.of(program.address().getPort(), "ada");
      var first = ada.get(PAGE);
      long before = wire.of("patchbay_app");
      var second = ada.get(PAGE);
      long trips = wire.of("patchbay_app") - before;
      if (first.statusCode() != 200 || second.statusCode() != 200) {
        throw new IllegalStateException("The page answered " + second.statusCode());
      }
      return trips;
    }
  }

  private static String signIn(URI address) {
    return new Browser(address.getPort())
        .post("/demo/session", Map.of("member", "ada"))
        .headers()
        .firstValue("Set-Cookie")
        .map(it -> it.replaceFirst(";.*", ""))
        .orElseThrow();
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
                30,
                ACCOUNTS,
                CLIENTS,
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
    if (!figures.stream().allMatch(Figure::met)) {
      System.exit(1);
    }
  }
}
