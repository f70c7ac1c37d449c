package io.patchbay.benchmarks;

import io.patchbay.sandbox.SandboxPerson;
import io.patchbay.testing.Browser;
import io.patchbay.testing.FullDirectory;
import io.patchbay.testing.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one look costs: the list to pick from with 5,000 repositories, and the operator's pages, in
 * a program with one workspace and in one with 100,000, looked at in turn beside their directory
 * pages.
 */
final class PageBench {
  private static final int MANY = 100_000;
  private static final int ROUNDS = Integer.getInteger("bench.looks", 25);
  private static final String DIRECTORY = "/w/pinework/integrations";
  private static final String PICKER = "picker of 5,000 repositories";
  private static final String SEARCH = "search among 5,000 repositories";

  private final Path folder;
  private final List<Figure> figures = new ArrayList<>();

  private PageBench(Path folder) {
    this.folder = folder;
  }

  /**
   * @param args an empty folder to work in, the results' path without an ending
   */
  public static void main(String[] args) throws IOException {
    var bench = new PageBench(Path.of(args[0]));
    try (var few = bench.house(1);
        var many = bench.house(MANY)) {
      bench.measure(few, many);
    }
    bench.report(Path.of(args[1]));
  }

  /** One program, its two readers, and how long each look took, in milliseconds. */
  private static final class House implements AutoCloseable {
    final Program program;
    final Browser ada;
    final Browser olga;
    final Map<String, String> pages = new LinkedHashMap<>();
    final Map<String, double[]> took = new LinkedHashMap<>();
    double firstLook;

    House(Program program) {
      this.program = program;
      this.ada = Browser.of(program.address().getPort(), "ada");
      this.olga = Browser.of(program.address().getPort(), "olga");
    }

    void look(int round) {
      pages.forEach((name, path) ->
          took.computeIfAbsent(name, it -> new double[ROUNDS])[round] =
              once(path.startsWith("/operator") ? olga : ada, path));
    }

    double once(Browser reader, String path) {
      long start = System.nanoTime();
      var answer = reader.get(path);
      double milliseconds = (System.nanoTime() - start) / 1e6;
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " answered " + answer.statusCode());
      }
      return milliseconds;
    }

    double of(String name) {
      var sorted = took.getOrDefault(name, new double[1]).clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private House house(int workspaces) throws IOException {
    var data = Files.createDirectories(folder.resolve("pages-" + workspaces)).resolve("data");
    var house =
        new House(
            Program.ofTheseClasses(
                data,
                List.of(
                    "--server.port=0",
                    "--patchbay.empty=true",
                    "--patchbay.health.look-every=1h")));
    var sql = superuser(data);
    FullDirectory.beside(sql, workspaces - 1, "slack");
    sql.sql(
            """
            update observations set refused_as = 'login_expired', refused_code = 'token_revoked',
              refused_since = now() - interval '2 hours', refused_at = now()
            where owner_id in (select id from workspaces where slug like 'neighbour-%00')
            """)
        .update();
    sql.sql(
            """
            insert into usage_counts (hour, integration, what, detail, count)
            select hour, integration, what, case when what in ('failed', 'broke') then 'login_expired' when what = 'took' then '42' else '' end, 5
            from generate_series(date_trunc('day', now(), 'UTC') - interval '90 days', now(), interval '1 hour') as hour,
              unnest('{slack,github,vercel,stripe,google-calendar,linear}'::text[]) as integration,
              unnest('{viewed,started,finished,failed,took,linked,broke}'::text[]) as what
            where hour > now() - interval '7 days' or hour = date_trunc('day', hour, 'UTC')
            on conflict do nothing
            """)
        .update();
    connectAtLength(house);
    sql.sql("vacuum analyze").update();
    house.pages.put("directory", DIRECTORY);
    house.pages.put("operator: provider apps", "/operator");
    house.pages.put("operator: failing connections", "/operator/failing");
    house.pages.put("operator: usage of 90 days", "/operator/usage?days=90");
    house.pages.put("operator: support", "/operator/support?workspace=pinework");
    house.pages.put("operator: catalog", "/operator/catalog");
    return house;
  }

  /** Ada connects the account with 5,000 repositories, and waits until they were all read. */
  private static void connectAtLength(House house) {
    var ada = house.ada;
    var page = ada.get("/w/pinework/connect?provider=github");
    var sent = ada.submit(page, DIRECTORY + "/github/authorizations", Map.of("from", "connect"));
    var back =
        new SandboxPerson()
            .allow(URI.create(sent.headers().firstValue("Location").orElseThrow()), "octo-corp");
    var here =
        ada.get(back.getRawPath() + "?" + back.getRawQuery())
            .headers()
            .firstValue("Location")
            .orElseThrow()
            .replaceAll("&done=[^&]*", "");
    house.firstLook = house.once(ada, here);
    long until = System.nanoTime() + 60_000_000_000L;
    while (ada.get(here + "&q=tower").body().contains("every 1s") && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    house.pages.put(PICKER, here);
    house.pages.put(SEARCH, here + "&q=tower-4");
  }

  private static JdbcClient superuser(Path data) throws IOException {
    var postgres = data.resolve("postgres");
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:"
                + Files.readString(postgres.resolve("port")).strip()
                + "/patchbay",
            "postgres",
            Files.readString(postgres.resolve("superuser.password")).strip()));
  }

  private void measure(House few, House many) {
    for (int warmUp = 0; warmUp < ROUNDS; warmUp++) {
      few.look(warmUp);
      many.look(warmUp);
    }
    for (int round = 0; round < ROUNDS; round++) {
      few.look(round);
      many.look(round);
    }
    figures.add(Figure.noted("directory page, one reader", many.of("directory"), "ms"));
    figures.add(Figure.noted("first look at " + PICKER, many.firstLook, "ms"));
    many.pages.keySet().stream()
        .filter(it -> !it.equals("directory"))
        .forEach(it -> {
          figures.add(Figure.noted(it, many.of(it), "ms"));
          figures.add(
              it.startsWith("operator")
                  ? Figure.noted(
                      it + ", beside 100,000 workspaces against 1", many.of(it) / few.of(it), "x")
                  : Figure.atMost(
                      it + ", beside 100,000 workspaces against 1",
                      many.of(it) / few.of(it),
                      "x",
                      1.5));
          figures.add(
              Figure.atMost(
                  it + ", against the directory page",
                  many.of(it) / many.of("directory"),
                  "x",
                  it.startsWith("operator") ? 50 : 10));
        });
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
        # Looks at pages, %s

        One reader on the same machine; the median of %d looks at each page after as many to warm up, the program with one
        workspace and the one with 100,000 in turn. %d processors.

        %s\
        """
            .formatted(
                results.getFileName(), ROUNDS, Runtime.getRuntime().availableProcessors(), table));
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
