package io.patchbay.outbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The host app: remembers what it was sent, and answers what it is told to. */
public final class Sink implements AutoCloseable {
  /** What the sink was sent, as it came. */
  public record Seen(Instant at, Map<String, List<String>> headers, String body, int answered) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    public String id() {
      return json().path("id").asString();
    }

    public String type() {
      return json().path("type").asString();
    }
  }

  /** What is answered instead of 204. */
  record Answer(int status, Map<String, String> headers) {
    static Answer of(int status) {
      return new Answer(status, Map.of());
    }
  }

  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Seen> arriving = new LinkedBlockingQueue<>();
  private final Deque<Answer> next = new ArrayDeque<>();
  private volatile int always = 204;

  Sink() {
    this(0);
  }

  /**
   * @param port to listen on; 0 for a free one
   */
  public Sink(int port) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /** Answers this once, before what it always answers. */
  synchronized void answers(Answer answer) {
    next.add(answer);
  }

  void alwaysAnswers(int status) {
    always = status;
  }

  public List<Seen> seen() {
    return seen;
  }

  /** The next one of this kind that arrives, or arrived and was not asked for yet. */
  Seen next(Predicate<Seen> wanted) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      var arrived = arriving.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (arrived != null && wanted.test(arrived)) {
        return arrived;
      }
    }
    throw new AssertionError("Nothing of this kind arrived");
  }

  private synchronized Answer answer() {
    var instead = next.poll();
    return instead == null ? Answer.of(always) : instead;
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    it -> it.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
    var answer = answer();
    var one = new Seen(Instant.now(), headers, body, answer.status());
    seen.add(one);
    arriving.add(one);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
