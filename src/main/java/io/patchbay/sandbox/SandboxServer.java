package io.patchbay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.sandbox.State.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox's own origin: a loopback port that stays the same for a data directory. */
final class SandboxServer {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final String GARBAGE =
      "<!doctype html><title>Please wait</title><p>We are checking your browser.";

  static {
    // head and body leave in two writes, which would wait 40 ms for each other
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final Path portFile;
  private final Duration slow;
  private final int port;
  private HttpServer server;
  private ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private boolean stopped;

  SandboxServer(Path portFile, Duration slow) {
    this.portFile = portFile;
    this.slow = slow;
    this.server = bound(portFile);
    this.port = server.getAddress().getPort();
  }

  private static HttpServer bound(Path portFile) {
    try {
      int remembered = remembered(portFile);
      try {
        return listening(portFile, remembered);
      } catch (IOException taken) {
        if (remembered == 0) {
          throw taken;
        }
        return listening(portFile, 0);
      }
    } catch (IOException noPort) {
      throw new UncheckedIOException("The sandbox found no free loopback port", noPort);
    }
  }

  /** At its own port, which the egress and open pages know; the file may tell another's by now. */
  private HttpServer again() {
    try {
      return listening(portFile, port);
    } catch (IOException taken) {
      throw new UncheckedIOException("The sandbox lost its port " + port, taken);
    }
  }

  private static int remembered(Path portFile) throws IOException {
    if (!Files.exists(portFile)) {
      return 0;
    }
    String text = Files.readString(portFile).strip();
    return text.matches("\\d{1,5}") ? Math.min(65_535, Integer.parseInt(text)) : 0;
  }

  private static HttpServer listening(Path portFile, int port) throws IOException {
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
    StateFile.write(
        portFile, ("" + server.getAddress().getPort()).getBytes(StandardCharsets.UTF_8));
    return server;
  }

  int port() {
    return port;
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Opens the doors; once more, at the same port, where it was stopped before. */
  void start(Ledger ledger, List<PretendProvider> providers, Consents consents, Switches switches) {
    if (stopped) {
      server = again();
      workers = Executors.newVirtualThreadPerTaskExecutor();
      stopped = false;
    }
    var house = new House(ledger, providers, consents, switches);
    server.createContext("/", exchange -> handle(exchange, house));
    server.setExecutor(workers);
    server.start();
  }

  void stop() {
    server.stop(0);
    workers.shutdownNow();
    stopped = true;
  }

  private record House(
      Ledger ledger, List<PretendProvider> providers, Consents consents, Switches switches) {
    Optional<PretendProvider> called(String id) {
      return providers.stream().filter(provider -> provider.id().equals(id)).findFirst();
    }

    Optional<PretendProvider> at(String host) {
      return providers.stream().filter(provider -> provider.hosts().contains(host)).findFirst();
    }
  }

  private void handle(HttpExchange exchange, House house) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = isOurs(exchange) ? answer(exchange, house) : Reply.nothing(421);
      } catch (RuntimeException surprise) {
        LOG.warn("The sandbox failed at {}", exchange.getRequestURI().getPath(), surprise);
        reply = Reply.text(500, "text/plain", "The sandbox failed: its log says why.");
      }
      send(exchange, reply);
    }
  }

  /** Only by this address, or pages of other names could reach in by rebinding. */
  private boolean isOurs(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return ("127.0.0.1:" + port()).equals(host) || ("localhost:" + port()).equals(host);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    headers.set("X-Content-Type-Options", "nosniff");
    boolean bodiless = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
    if (!bodiless) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply answer(HttpExchange exchange, House house) throws IOException {
    var body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return Reply.nothing(413);
    }
    String path = exchange.getRequestURI().getRawPath();
    int second = path.indexOf('/', 1);
    String first = second < 0 ? path.substring(1) : path.substring(1, second);
    String rest = second < 0 ? "/" : path.substring(second);
    var ask =
        new Ask(
            exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod(),
            first,
            rest,
            Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
            headers(exchange),
            new String(body, StandardCharsets.UTF_8));
    return switch (first) {
      case "" -> house.switches().page();
      case "_assets" -> Assets.of(rest.substring(1));
      case "_sandbox" -> turned(house, ask);
      default ->
          house
              .at(first)
              .map(provider -> played(house, provider, ask))
              .orElseGet(() -> Reply.nothing(404));
    };
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }

  private static Reply turned(House house, Ask ask) {
    var parts = ask.path().split("/", -1);
    var provider = parts.length > 1 ? house.called(parts[1]) : Optional.<PretendProvider>empty();
    if (provider.isEmpty()) {
      return Reply.nothing(404);
    }
    return ask.method().equals("POST") && parts.length == 3
        ? house.switches().turn(provider.get(), parts[2], ask)
        : house.switches().described(provider.get());
  }

  private Reply played(House house, PretendProvider provider, Ask ask) {
    if (provider instanceof Authorizes authorizes
        && ask.method().equals("POST")
        && ask.path().endsWith("/consent")) {
      return house.consents().decide(authorizes, ask);
    }
    return provider.page(ask).orElseGet(() -> troubled(house.ledger(), provider, ask));
  }

  private Reply troubled(Ledger ledger, PretendProvider provider, Ask ask) {
    if (ledger.has(provider.id(), Trouble.SLOW)) {
      pause();
    }
    if (ledger.has(provider.id(), Trouble.OUTAGE)) {
      return provider.down();
    }
    if (ledger.has(provider.id(), Trouble.RATE_LIMIT)) {
      return provider.tooMany().with("Retry-After", "30");
    }
    return ledger.has(provider.id(), Trouble.GARBAGE)
        ? Reply.text(200, "text/html; charset=utf-8", GARBAGE)
        : provider.api(ask);
  }

  private void pause() {
    try {
      Thread.sleep(slow);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
