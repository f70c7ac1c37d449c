package io.patchbay.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider that tries each delivery once (unless it hears "later", of a machine that stalls),
 * lists what it tried and tries again when its app asks (docs.github.com/rest/apps/webhooks): two
 * attempts to a page, and a token it can verify.
 */
final class TriesOnce implements AutoCloseable {
  private static final String LIST = "/app/hook/deliveries";

  private record Attempt(long id, String guid, Instant at, String status, String body) {}

  private final String secret;
  private final KeyPair keys;
  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private final List<Attempt> attempts = new ArrayList<>();
  private URI hook = URI.create("http://127.0.0.1:1/");
  private int asked;

  TriesOnce(String secret) throws IOException, GeneralSecurityException {
    this.secret = secret;
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** As the operator downloads it. */
  String privateKey() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  synchronized void deliversTo(URI address) {
    hook = address;
  }

  /** How often it was asked to try again. */
  synchronized int asked() {
    return asked;
  }

  /**
   * @param heard whether the answer reaches it: without, it takes what arrived for lost
   */
  synchronized void send(long repository, int number, boolean heard) {
    var body =
        "{\"action\":\"opened\",\"number\":%d,\"repository\":{\"id\":%d}}"
            .formatted(number, repository);
    attempt(UUID.randomUUID().toString(), body, heard);
  }

  private void attempt(String guid, String body, boolean heard) {
    var status = deliver(guid, body);
    attempts.addFirst(
        new Attempt(attempts.size() + 1L, guid, Instant.now(), heard ? status : "timed out", body));
  }

  private String deliver(String guid, String body) {
    try {
      var answer =
          Delivering.send(
              http,
              HttpRequest.newBuilder(hook)
                  .timeout(Duration.ofSeconds(10))
                  .header("Content-Type", "application/json")
                  .header("X-GitHub-Event", "issues")
                  .header("X-GitHub-Delivery", guid)
                  .header("X-Hub-Signature-256", "sha256=" + Signed.hmacHex(secret, body))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      return answer.statusCode() == 200 ? "OK" : "Invalid HTTP Response: " + answer.statusCode();
    } catch (IOException nobodyThere) {
      return "failed to connect to host";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "stopped";
    }
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (!isTheApp(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"message\":\"A JSON web token could not be decoded\"}");
    } else if (path.equals(LIST)) {
      list(exchange);
    } else if (path.matches(LIST + "/\\d+/attempts")
        && exchange.getRequestMethod().equals("POST")) {
      long id = Long.parseLong(path.replaceAll("\\D", ""));
      var was = attempts.stream().filter(it -> it.id() == id).findFirst().orElseThrow();
      asked++;
      attempt(was.guid(), was.body(), true);
      answer(exchange, 202, "{}");
    } else {
      answer(exchange, 404, "{}");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    int to = Math.min(attempts.size(), from + 2);
    if (to < attempts.size()) {
      exchange
          .getResponseHeaders()
          .add("Link", "<%s%s?per_page=100&cursor=%d>; rel=\"next\"".formatted(base(), LIST, to));
    }
    answer(
        exchange,
        200,
        JsonMapper.shared()
            .writeValueAsString(
                attempts.subList(from, to).stream().map(TriesOnce::shown).toList()));
  }

  private static Map<String, Object> shown(Attempt attempt) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("id", attempt.id());
    shown.put("guid", attempt.guid());
    shown.put("delivered_at", attempt.at().toString());
    shown.put("status", attempt.status());
    return shown;
  }

  private boolean isTheApp(String authorization) {
    try {
      var parts = authorization.substring("Bearer ".length()).split("\\.", 4);
      var verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(keys.getPublic());
      verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      var claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
      long now = Instant.now().getEpochSecond();
      return verifier.verify(Base64.getUrlDecoder().decode(parts[2]))
          && claims.path("iat").asLong() <= now
          && claims.path("exp").asLong() - claims.path("iat").asLong() <= 600
          && claims.path("iss").asString().equals("the-app");
    } catch (GeneralSecurityException | RuntimeException notAToken) {
      return false;
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
