package io.patchbay.counterparts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Stands before the emulator's Stripe, which checks no key, has no account and no way to ask for
 * webhooks: adds the check, the refusals, {@code GET /v1/account} and {@code /v1/webhook_endpoints}
 * as docs.stripe.com/api words them, and passes on everything else. The events, their signatures
 * and their delivery are the emulator's own.
 */
final class StripeFront implements AutoCloseable {
  static final String KEY = "sk_test_seed";
  private static final String ENDPOINTS = "/v1/webhook_endpoints";

  private final URI behind;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private volatile boolean revoked;

  /**
   * @param peer what the emulator calls it
   */
  private record Endpoint(String url, String peer) {}

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

  /** A customer signs up at the shop. */
  void createCustomer(String email) {
    var made =
        send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/customers"))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8))));
    if (made.statusCode() != 200) {
      throw new AssertionError("No customer was made: " + made.body());
    }
  }

  /** How many webhook endpoints there are. */
  int endpoints() {
    return endpoints.size();
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
      } else if (exchange.getRequestURI().getPath().startsWith(ENDPOINTS)) {
        webhookEndpoints(exchange);
      } else {
        passOn(exchange);
      }
    }
  }

  private void webhookEndpoints(HttpExchange exchange) throws IOException {
    var id = exchange.getRequestURI().getPath().substring(ENDPOINTS.length()).replace("/", "");
    switch (exchange.getRequestMethod()) {
      case "GET" ->
          say(
              exchange,
              200,
              endpoints.entrySet().stream()
                  .map(it -> shown(it.getKey(), it.getValue().url(), ""))
                  .collect(
                      Collectors.joining(
                          ", ", "{\"object\": \"list\", \"has_more\": false, \"data\": [", "]}")));
      case "POST" -> create(exchange);
      case "DELETE" -> {
        var ended = endpoints.remove(id);
        if (ended == null) {
          say(exchange, 404, "{\"error\": {\"type\": \"invalid_request_error\"}}");
        } else {
          send(HttpRequest.newBuilder(peer("/" + ended.peer())).DELETE());
          say(
              exchange,
              200,
              "{\"id\": \"%s\", \"object\": \"webhook_endpoint\", \"deleted\": true}"
                  .formatted(id));
        }
      }
      default -> say(exchange, 405, "{}");
    }
  }

  /** The secret is told this once. */
  private void create(HttpExchange exchange) throws IOException {
    var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var form =
        Arrays.stream(sent.split("&", -1))
            .map(it -> URLDecoder.decode(it, StandardCharsets.UTF_8).split("=", 2))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));
    if (!form.containsKey("url") || !"*".equals(form.get("enabled_events[]"))) {
      say(exchange, 400, "{\"error\": {\"type\": \"invalid_request_error\"}}");
      return;
    }
    var url = form.get("url");
    var id = "we_" + UUID.randomUUID().toString().replace("-", "");
    var secret = "whsec_" + UUID.randomUUID().toString().replace("-", "");
    var registered =
        send(
            HttpRequest.newBuilder(peer(""))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"url\": \"%s\", \"secret\": \"%s\", \"events\": [\"*\"]}"
                            .formatted(url, secret))));
    endpoints.put(id, new Endpoint(url, registered.body().replaceAll("\\D", "")));
    say(exchange, 200, shown(id, url, ", \"secret\": \"" + secret + "\""));
  }

  private static String shown(String id, String url, String more) {
    return "{\"id\": \"%s\", \"object\": \"webhook_endpoint\", \"url\": \"%s\", \"status\": \"enabled\"%s}"
        .formatted(id, url, more);
  }

  private URI peer(String more) {
    return URI.create(behind + "/_peer/webhooks" + more);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
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
    var answer = send(request);
    say(exchange, answer.statusCode(), answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
