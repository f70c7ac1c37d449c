package io.patchbay.counterparts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * One process of vercel-labs/emulate, in which each service has a port of its own. It is ended by
 * its own id, at the latest when this JVM ends.
 */
final class Emulator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern MINTED = Pattern.compile("\"minted\":(\\d+)");
  private static final Pattern EVER = Pattern.compile("\"ever\":(\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> services;
  private final int port;
  private final Process process;
  private final Path log;

  private Emulator(List<String> services, int port, Process process, Path log) {
    this.services = services;
    this.port = port;
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * @param folder where it is installed
   * @param port of the first service; the others count up from it
   * @param app the address Patchbay was bound to, for the redirect addresses
   * @param lifetime of an access token; zero: they don't end
   */
  static Emulator start(Path folder, List<String> services, int port, URI app, Duration lifetime) {
    try {
      var seed = folder.resolve("seed-" + port + ".yaml");
      Files.writeString(
          seed,
          Files.readString(Counterparts.resource("emulate.seed.yaml"))
              .replace("${app}", app.toString()));
      var package_ = folder.resolve("node_modules/emulate").toAbsolutePath();
      var log = folder.resolve("emulate-" + port + ".log");
      var command =
          new ProcessBuilder(
                  Npm.node(folder).toAbsolutePath().toString(),
                  "--import",
                  Counterparts.resource("emulate-strict.mjs").toUri().toString(),
                  package_.resolve("dist/index.js").toString(),
                  "start",
                  "--port",
                  String.valueOf(port),
                  "--service",
                  String.join(",", services),
                  "--seed",
                  seed.toAbsolutePath().toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      command.environment().put("EMULATE_DIST", package_.resolve("dist").toString());
      command.environment().put("EMULATE_TOKEN_TTL", String.valueOf(lifetime.toSeconds()));
      var emulator = new Emulator(services, port, command.start(), log);
      services.forEach(emulator::awaitServing);
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI base(String service) {
    return URI.create("http://127.0.0.1:" + (port + services.indexOf(service)));
  }

  /** How many access tokens live that were given out since the start. */
  int minted(String service) {
    return count(service, MINTED);
  }

  /** How many were given out since the start, whether they live or not. */
  int everMinted(String service) {
    return count(service, EVER);
  }

  private int count(String service, Pattern of) {
    var minted = of.matcher(get(service, "/_peer/tokens"));
    if (!minted.find()) {
      throw new AssertionError(service + " does not count its tokens");
    }
    return Integer.parseInt(minted.group(1));
  }

  /** Until the last access token has lived its time. */
  void awaitExpiry(String service) {
    await(service + " to let its tokens expire", () -> minted(service) == 0);
  }

  /** Ends all access tokens. */
  void revokeAll(String service) {
    post(base(service) + "/_peer/revoke-all");
  }

  /** Ends refresh tokens as well. */
  void removeApp(String service) {
    post(base(service) + "/_peer/remove-app");
  }

  /** The person installs the app, as on the provider's own page. */
  void install(String service) {
    post(base(service) + "/_peer/install");
  }

  /** Somebody makes an issue in Linear's team, of which whoever has a webhook is told. */
  void createIssue(String title) {
    var query =
        "mutation { issueCreate(input: { teamId: \\\"ENG\\\", title: \\\"%s\\\" }) { success } }"
            .formatted(title);
    var answer =
        act("linear", "/graphql", "lin_seed", "application/json", "{\"query\":\"" + query + "\"}");
    if (!answer.contains("\"success\":true")) {
      throw new AssertionError("No issue was made: " + answer);
    }
  }

  /** Somebody opens an issue in GitHub's repository. */
  void openIssue(String title) {
    act(
        "github",
        "/repos/octocat/hello-world/issues",
        "ghp_seed",
        "application/json",
        "{\"title\":\"" + title + "\"}");
  }

  /** Somebody writes in Slack's channel general. */
  void say(String text) {
    var answer =
        act(
            "slack",
            "/api/chat.postMessage",
            "xoxb-seed",
            "application/x-www-form-urlencoded",
            "channel=general&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    if (!answer.contains("\"ok\":true")) {
      throw new AssertionError("Nothing was said: " + answer);
    }
  }

  /** What a person does there, by a token that the seed gave them. */
  private String act(String service, String path, String token, String type, String body) {
    try {
      return send(
          HttpRequest.newBuilder(URI.create(base(service) + path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitServing(String service) {
    await(service + " to serve", () -> get(service, "/_peer/tokens").contains("\"serving\":true"));
  }

  void await(String what, BooleanSupplier reached) {
    var end = Instant.now().plus(PATIENCE);
    try {
      while (!reached.getAsBoolean()) {
        // the pause between two looks ends early if there is nobody to wait for any more
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
          throw new AssertionError("Waited in vain for %s; see %s".formatted(what, log));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The empty text while nobody listens. */
  private String get(String service, String path) {
    try {
      return send(HttpRequest.newBuilder(URI.create(base(service) + path)).GET());
    } catch (IOException notYet) {
      return "";
    }
  }

  private void post(String address) {
    try {
      send(HttpRequest.newBuilder(URI.create(address)).POST(HttpRequest.BodyPublishers.noBody()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String send(HttpRequest.Builder request) throws IOException {
    try {
      var answer =
          client.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200 && answer.statusCode() != 201) {
        throw new AssertionError(answer.uri() + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
