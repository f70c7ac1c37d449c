package io.patchbay.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.testing.PretendProvider;
import io.patchbay.testing.PretendProvider.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A provider on loopback that says what a test says, to everybody, until the test says otherwise.
 */
final class FaultyProvider implements AutoCloseable {
  static final Answer WELL = Answer.json(200, "{\"id\":\"account-1\",\"email\":\"Account 1\"}");

  /** It is heard, and nothing is said. */
  static final Answer NOTHING = new Answer(0, Map.of(), "");

  private final HttpServer server;
  private final List<String> tokenCalls = new CopyOnWriteArrayList<>();
  private final List<String> checks = new CopyOnWriteArrayList<>();
  volatile Answer token = Answer.json(400, "{}");
  volatile Answer check = WELL;

  /** What happens elsewhere once a refresh token was taken and before anything is said. */
  volatile Runnable meanwhile = () -> {};

  /** What happens elsewhere while a check is under way. */
  volatile Runnable beforeAnAnswer = () -> {};

  FaultyProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  static Answer granted(@Nullable String refresh, String expiresIn) {
    return Answer.json(
        200,
        "{\"access_token\":\"a-new\",\"token_type\":\"Bearer\""
            + (refresh == null ? "" : ",\"refresh_token\":\"" + refresh + "\"")
            + (expiresIn.isEmpty() ? "" : ",\"expires_in\":" + expiresIn)
            + "}");
  }

  /** The refresh tokens that were shown, in order. */
  List<String> tokenCalls() {
    return tokenCalls;
  }

  List<String> checks() {
    return checks;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean asksToken = exchange.getRequestURI().getPath().endsWith("/token");
    if (asksToken) {
      tokenCalls.add(PretendProvider.form(body).getOrDefault("refresh_token", ""));
      meanwhile.run();
    } else {
      checks.add(exchange.getRequestURI().getPath());
      beforeAnAnswer.run();
    }
    var answer = asksToken ? token : check;
    try (exchange) {
      if (answer.status() > 0) {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
