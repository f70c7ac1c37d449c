package io.patchbay.health;

import io.patchbay.database.Durability;
import io.patchbay.database.EmbeddedDatabase;
import io.patchbay.database.Login;
import io.patchbay.database.Migrations;
import io.patchbay.testing.Program;
import io.patchbay.testing.WrongClock;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/** Three nodes as processes on one PostgreSQL of their own, before one {@link Ledger}. */
final class Cluster implements AutoCloseable {
  /** Calls end after six seconds, and a lease after 23: the rules are the same, sooner. */
  static final Duration TIMEOUT = Duration.ofSeconds(6);

  static final String SIGNING_SECRET = "signing-secret";

  final Ledger provider = new Ledger();

  /** The last node's own, where one is to be wrong. */
  final WrongClock clock;

  private final Path folder;
  private final EmbeddedDatabase database;
  private final JdbcClient sql;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Program> nodes = new ArrayList<>();
  private final int size;
  private final boolean oneIsWrong;
  final UUID workspace;
  final UUID person;

  Cluster(int size) {
    this(size, false);
  }

  /**
   * @param oneIsWrong whether the last node goes by {@link #clock} instead of the machine's
   */
  Cluster(int size, boolean oneIsWrong) {
    this.size = size;
    this.oneIsWrong = oneIsWrong;
    try {
      folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "tests")).toAbsolutePath(), "cluster-");
      entry(Files.createDirectories(folder.resolve("catalog/pretend")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    clock = new WrongClock(folder.resolve("clock"));
    database = EmbeddedDatabase.start(folder.resolve("postgres"), Durability.IN_MEMORY);
    Migrations.run(database.reach());
    sql = JdbcClient.create(superuser());
    workspace =
        sql.sql("insert into workspaces (slug, name) values ('many', 'Many') returning id")
            .query(UUID.class)
            .single();
    person =
        sql.sql("insert into people (handle, name) values ('many', 'Many') returning id")
            .query(UUID.class)
            .single();
    nodes.add(start(0));
    var others =
        java.util.stream.IntStream.range(1, size)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> start(i)))
            .toList();
    others.forEach(it -> nodes.add(it.join()));
  }

  private static void entry(Path into) throws IOException {
    var like = Files.readString(Path.of("catalog/google-calendar/integration.yml"));
    Files.writeString(
        into.resolve("integration.yml"),
        like.replace("slug: google-calendar", "slug: pretend")
            .replace("provider: google\n", "provider: pretend\n")
            .replace("name: Google Calendar\n", "name: Pretend\n")
            .replaceFirst("\nfeatured: \\d+", ""));
  }

  private DriverManagerDataSource superuser() {
    try {
      var password =
          Files.readString(folder.resolve("postgres").resolve("superuser.password")).strip();
      return new DriverManagerDataSource(database.reach().url(), "postgres", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program start(int number) {
    var reach = database.reach();
    Login owner = Objects.requireNonNull(reach.owner());
    var at = "http://127.0.0.1:" + provider.port();
    return Program.node(
        folder.resolve("data"),
        List.of(
            "--server.port=0",
            "--patchbay.demo=true",
            "--patchbay.empty=true",
            "--patchbay.story=false",
            "--patchbay.database.url=" + reach.url(),
            "--patchbay.database.user=" + reach.app().user(),
            "--patchbay.database.password=" + reach.app().password(),
            "--patchbay.database.engine.user=" + reach.engine().user(),
            "--patchbay.database.engine.password=" + reach.engine().password(),
            "--patchbay.database.owner.user=" + owner.user(),
            "--patchbay.database.owner.password=" + owner.password(),
            "--patchbay.catalog=" + folder.resolve("catalog"),
            "--patchbay.egress.timeout=" + TIMEOUT.toSeconds() + "s",
            "--patchbay.egress.per-second=40",
            "--patchbay.egress.allow=127.0.0.1:" + provider.port(),
            "--patchbay.providers.slack.webhook-secret=" + SIGNING_SECRET,
            "--patchbay.providers.pretend.client-id=id",
            "--patchbay.providers.pretend.client-secret=secret",
            "--patchbay.providers.pretend.hosts.[oauth2.googleapis.com]=" + at,
            "--patchbay.providers.pretend.hosts.[accounts.google.com]=" + at,
            "--patchbay.providers.pretend.hosts.[www.googleapis.com]=" + at),
        oneIsWrong && number == size - 1 ? clock.environment() : Map.of());
  }

  Program node(int number) {
    return nodes.get(number);
  }

  int size() {
    return size;
  }

  /** As {@code kill -9}; the others go on. */
  void kill(int number) {
    nodes.get(number).kill();
  }

  void restart(int number) {
    nodes.set(number, start(number));
  }

  /** Connects accounts and answers their ids, in order. */
  List<String> connect(int from, int to, String more) {
    return List.of(
        order(0, "/arrange", "person=" + person + "&from=" + from + "&to=" + to + more)
            .split(",", -1));
  }

  /**
   * @param order such as {@code /use}
   * @param fields beside the workspace
   */
  String order(int node, String order, String fields) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(nodes.get(node).address().resolve(URI.create(order)))
                  .POST(
                      HttpRequest.BodyPublishers.ofString("workspace=" + workspace + "&" + fields))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<String> begin(int node, String order, String fields) {
    return CompletableFuture.supplyAsync(
        () -> order(node, order, fields), task -> Thread.ofVirtual().start(task));
  }

  JdbcClient sql() {
    return sql;
  }

  /**
   * Asks again and again, as a person who reloads a page would.
   *
   * @return how long it took
   */
  static Duration until(Duration atMost, BooleanSupplier holds) {
    var began = Instant.now();
    while (!holds.getAsBoolean()) {
      if (Duration.between(began, Instant.now()).compareTo(atMost) > 0) {
        throw new AssertionError("It did not come within " + atMost);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    return Duration.between(began, Instant.now());
  }

  @Override
  public void close() {
    provider.close();
    nodes.forEach(Program::close);
    database.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
