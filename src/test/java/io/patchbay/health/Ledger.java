package io.patchbay.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.testing.PretendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A provider that writes down each call with its time, and rotates strictly: refresh token {@code
 * r-7-3} is the fourth of account 7, each good for one use; without grace, using one twice ends the
 * account's whole grant. It can be told to hold a call before it acts or before it answers.
 */
final class Ledger implements AutoCloseable {
  /**
   * @param at {@code System.nanoTime}
   */
  record Call(long at, String path, int account, int status) {}

  enum Stage {
    NORMAL,
    /** And never acted upon. */
    HELD_BEFORE_ACTING,
    HELD_BEFORE_ANSWERING
  }

  private final HttpServer server;
  private final Map<Integer, Integer> generation = new ConcurrentHashMap<>();
  private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private volatile IntFunction<Stage> stage = account -> Stage.NORMAL;
  private volatile CountDownLatch held = new CountDownLatch(1);
  volatile IntPredicate grace = account -> false;
  final AtomicInteger arrived = new AtomicInteger();
  volatile boolean down;
  volatile @Nullable String retryAfter;
  volatile int perSecond = Integer.MAX_VALUE;
  volatile Duration latency = Duration.ZERO;

  Ledger() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<Call> calls(String path) {
    return calls.stream().filter(it -> it.path().equals(path)).toList();
  }

  void forget() {
    calls.clear();
  }

  void stages(IntFunction<Stage> of) {
    held = new CountDownLatch(1);
    stage = of;
  }

  /** Everybody who is held goes on. */
  void letGo() {
    stage = account -> Stage.NORMAL;
    held.countDown();
  }

  /** Whether this access token works now. */
  synchronized boolean works(String access) {
    var parts = access.split("-", -1);
    int account = Integer.parseInt(parts[1]);
    return !ended.contains(account)
        && Integer.parseInt(parts[2]) == generation.getOrDefault(account, 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var path = exchange.getRequestURI().getPath();
    boolean token = path.endsWith("/token");
    var presented =
        token
            ? PretendProvider.form(body).getOrDefault("refresh_token", "r-0-0")
            : String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
    int account = Integer.parseInt(presented.split("-", -1)[1]);
    var at = token ? stage.apply(account) : Stage.NORMAL;
    arrived.incrementAndGet();
    pause(latency);
    if (at == Stage.HELD_BEFORE_ACTING) {
      hold();
      exchange.close();
      return;
    }
    var answer = answer(token, presented, account);
    calls.add(new Call(System.nanoTime(), token ? "token" : "check", account, answer.status()));
    if (at == Stage.HELD_BEFORE_ANSWERING) {
      hold();
    }
    try {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException nobodyListens) {
      // whoever asked is dead by now
    } finally {
      exchange.close();
    }
  }

  private void hold() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration length) {
    try {
      if (length.isPositive()) {
        Thread.sleep(length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized PretendProvider.Answer answer(boolean token, String presented, int account) {
    if (down) {
      var wait = retryAfter;
      return new PretendProvider.Answer(
          503, wait == null ? Map.of() : Map.of("Retry-After", wait), "down");
    }
    long second = System.nanoTime() - 1_000_000_000L;
    if (calls.stream()
            .filter(it -> it.at() > second && it.path().equals(token ? "token" : "check"))
            .count()
        >= perSecond) {
      return new PretendProvider.Answer(429, Map.of("Retry-After", "1"), "{}");
    }
    return token ? renew(presented, account) : me(presented, account);
  }

  private PretendProvider.Answer renew(String presented, int account) {
    int current = generation.getOrDefault(account, 0);
    int used = Integer.parseInt(presented.split("-", -1)[2]);
    if (ended.contains(account) || used > current) {
      return PretendProvider.Answer.json(400, "{\"error\":\"invalid_grant\"}");
    }
    if (used == current - 1 && grace.test(account)) {
      return given(account, current);
    }
    if (used < current) {
      ended.add(account);
      return PretendProvider.Answer.json(400, "{\"error\":\"invalid_grant\"}");
    }
    generation.put(account, current + 1);
    return given(account, current + 1);
  }

  private static PretendProvider.Answer given(int account, int generation) {
    return PretendProvider.Answer.json(
        200,
        "{\"access_token\":\"a-%1$d-%2$d\",\"refresh_token\":\"r-%1$d-%2$d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
            .formatted(account, generation));
  }

  private PretendProvider.Answer me(String presented, int account) {
    return works(presented)
        ? PretendProvider.Answer.json(
            200, "{\"id\":\"account-%1$d\",\"email\":\"Account %1$d\"}".formatted(account))
        : PretendProvider.Answer.json(401, "{\"error\":{\"status\":\"UNAUTHENTICATED\"}}");
  }

  /** How many of the calls fell into the busiest second. */
  static int busiestSecond(List<Call> calls) {
    int most = 0;
    var sorted = calls.stream().mapToLong(Call::at).sorted().toArray();
    for (int from = 0, to = 0; to < sorted.length; to++) {
      while (sorted[to] - sorted[from] > 1_000_000_000L) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  /** Those whose grant the provider ended because a token was used twice. */
  Set<Integer> ended() {
    return new HashSet<>(ended);
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
  }
}
