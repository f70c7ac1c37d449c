package io.patchbay.counterparts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before the emulator's Stripe, which checks no key and has no account: adds the check, the
 * refusals and {@code GET /v1/account} as docs.stripe.com/api words them, and passes on everything
 * else.
 */
final class StripeFront implements AutoCloseable {
  static final String KEY = "sk_test_seed";

  private final URI behind;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile boolean revoked;

  StripeFront(int port, URI behind) throws IOException {
    this.behind = behind;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The owner rolls the key: it is refused from now on. */
  void revoke() {
    revoked = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization == null || !authorization.equals("Bearer " + KEY)) {
        refuse(exchange, "", "Invalid API Key provided");
      } else if (revoked) {
        refuse(exchange, "\"code\": \"api_key_expired\", ", "Expired API Key provided");
      } else if (exchange.getRequestMethod().equals("GET")
          && exchange.getRequestURI().getPath().equals("/v1/account")) {
        say(
            exchange,
            200,
            """
            {"id": "acct_1Emulated", "object": "account", "email": "owner@example.com",
             "settings": {"dashboard": {"display_name": "Emulated Shop"}}}
            """);
      } else {
        passOn(exchange);
      }
    }
  }

  private static void refuse(HttpExchange exchange, String code, String message)
      throws IOException {
    say(
        exchange,
        401,
        "{\"error\": {%s\"type\": \"invalid_request_error\", \"message\": \"%s\"}}"
            .formatted(code, message));
  }

  private static void say(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void passOn(HttpExchange exchange) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(behind.toString() + exchange.getRequestURI()))
            .header("Authorization", "Bearer " + KEY)
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      say(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
