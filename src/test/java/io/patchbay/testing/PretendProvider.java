package io.patchbay.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A strict OAuth provider on loopback: exact redirect address, PKCE enforced, a code good for one
 * use, refresh tokens that rotate and whose reuse ends the whole grant. Any path can be told to
 * answer something else once.
 */
public final class PretendProvider implements AutoCloseable {
  public static final String CLIENT_ID = "client-1";
  public static final String CLIENT_SECRET = "s3cret/with+signs";
  public static final String REDIRECT = "https://patchbay.example/oauth/callback/any";

  /** What a path answers instead, once. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public static Answer json(int status, String body) {
      return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  public record Seen(
      String method, String path, String query, Map<String, String> headers, String body) {}

  private static final int CLIENTS = -1;

  private record Code(String challenge, String scope, int grant) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> instead = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> silent = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Integer> access = new HashMap<>();
  private final Map<String, Integer> refresh = new HashMap<>();
  private final Set<String> spent = new HashSet<>();
  private final Map<String, Integer> spentOf = new HashMap<>();
  private final Set<Integer> revoked = new HashSet<>();
  private final AtomicInteger counter = new AtomicInteger();
  private final String salt;

  public PretendProvider() {
    this("");
  }

  /**
   * @param salt stands in every token and code, so that a test can look for it where it must not be
   */
  public PretendProvider(String salt) {
    this.salt = salt;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String base() {
    return "http://127.0.0.1:" + port();
  }

  public List<Seen> seen() {
    return seen;
  }

  public Seen last() {
    return seen.getLast();
  }

  public PretendProvider answers(String path, Answer answer) {
    instead.computeIfAbsent(path, it -> new ConcurrentLinkedDeque<>()).add(answer);
    return this;
  }

  /** Hears a request of this path, acts on nothing and says nothing. */
  public PretendProvider staysSilent(String path) {
    silent.put(path, new CountDownLatch(1));
    return this;
  }

  /**
   * What a person does in the browser: opens the address and presses Allow.
   *
   * @return what the provider sends back to the redirect address
   * @throws IllegalArgumentException where a strict provider shows an error page instead
   */
  public synchronized Map<String, String> consent(URI authorization) {
    var asked = form(authorization.getRawQuery());
    require(CLIENT_ID.equals(asked.get("client_id")), "client_id");
    require("code".equals(asked.get("response_type")), "response_type");
    require(REDIRECT.equals(asked.get("redirect_uri")), "redirect_uri");
    require("S256".equals(asked.get("code_challenge_method")), "code_challenge_method");
    var code = "code-" + salt + counter.incrementAndGet();
    codes.put(
        code,
        new Code(
            asked.getOrDefault("code_challenge", ""),
            asked.getOrDefault("scope", ""),
            counter.incrementAndGet()));
    return Map.of("code", code, "state", asked.getOrDefault("state", ""), "iss", base());
  }

  /** The person ends the grant at the provider. */
  public synchronized void revokeAll() {
    revoked.addAll(access.values());
    revoked.addAll(refresh.values());
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var path = exchange.getRequestURI().getPath();
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            path,
            String.valueOf(exchange.getRequestURI().getRawQuery()),
            exchange.getRequestHeaders().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        it -> it.getKey().toLowerCase(java.util.Locale.ROOT),
                        it -> it.getValue().getFirst())),
            body));
    var silence = silent.get(path);
    if (silence != null) {
      try {
        silence.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    var other = instead.getOrDefault(path, new ConcurrentLinkedDeque<>()).poll();
    send(exchange, other != null ? other : answer(exchange, path, body));
  }

  private synchronized Answer answer(HttpExchange exchange, String path, String body) {
    return switch (path) {
      case "/token" -> token(exchange, form(body));
      case "/me" -> me(exchange);
      case "/account" -> account(exchange);
      case "/revoke" -> revoke(form(body));
      case "/things" -> things(exchange);
      case String unknown -> Answer.json(404, "{\"error\":\"no such path\"}");
    };
  }

  private Answer token(HttpExchange exchange, Map<String, String> form) {
    if (!knowsClient(exchange, form)) {
      return Answer.json(401, "{\"error\":\"invalid_client\"}");
    }
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchange(form);
      case "client_credentials" -> forClient(form.getOrDefault("scope", ""));
      case "refresh_token" -> rotate(form.getOrDefault("refresh_token", ""));
      case String other -> Answer.json(400, "{\"error\":\"unsupported_grant_type\"}");
    };
  }

  private static boolean knowsClient(HttpExchange exchange, Map<String, String> form) {
    var basic = exchange.getRequestHeaders().getFirst("Authorization");
    if (basic != null) {
      var both =
          new String(
              Base64.getDecoder().decode(basic.substring("Basic ".length())),
              StandardCharsets.UTF_8);
      return Arrays.stream(both.split(":", 2))
          .map(it -> URLDecoder.decode(it, StandardCharsets.UTF_8))
          .toList()
          .equals(List.of(CLIENT_ID, CLIENT_SECRET));
    }
    return CLIENT_ID.equals(form.get("client_id"))
        && CLIENT_SECRET.equals(form.get("client_secret"));
  }

  private Answer exchange(Map<String, String> form) {
    var code = codes.remove(form.getOrDefault("code", ""));
    if (code == null
        || !REDIRECT.equals(form.get("redirect_uri"))
        || !code.challenge().equals(s256(form.getOrDefault("code_verifier", "")))) {
      return Answer.json(400, "{\"error\":\"invalid_grant\"}");
    }
    return issue(code.grant(), code.scope());
  }

  /** RFC 6749 section 4.4.3: no refresh token comes with it. */
  private Answer forClient(String scope) {
    var token = "access-" + salt + counter.incrementAndGet();
    access.put(token, CLIENTS);
    return Answer.json(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"%s\"}"
            .formatted(token, scope));
  }

  /** For the user name and the password of RFC 7617, as they are. */
  private static Answer account(HttpExchange exchange) {
    var both = exchange.getRequestHeaders().getFirst("Authorization");
    var right =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
    return right.equals(both)
        ? Answer.json(200, "{\"id\":8,\"login\":\"post@papermail.example\"}")
        : Answer.json(401, "{\"error\":\"unauthorized\"}");
  }

  /** Ends the access tokens that clients were given, and leaves the clients. */
  public synchronized void endClientTokens() {
    access.values().removeIf(it -> it == CLIENTS);
  }

  private Answer rotate(String token) {
    if (spent.contains(token)) {
      revoked.add(spentOf.get(token));
    }
    var grant = refresh.remove(token);
    if (grant == null || revoked.contains(grant)) {
      return Answer.json(400, "{\"error\":\"invalid_grant\"}");
    }
    spent.add(token);
    spentOf.put(token, grant);
    return issue(grant, "read write");
  }

  private Answer issue(int grant, String scope) {
    var newAccess = "access-" + salt + counter.incrementAndGet();
    var newRefresh = "refresh-" + salt + counter.incrementAndGet();
    access.put(newAccess, grant);
    refresh.put(newRefresh, grant);
    return Answer.json(
        200,
        """
        {"access_token":"%s","refresh_token":"%s","token_type":"Bearer","expires_in":3600,"scope":"%s","team":{"id":"T1"}}\
        """
            .formatted(newAccess, newRefresh, scope));
  }

  private Answer me(HttpExchange exchange) {
    var grant = access.get(bearer(exchange));
    return grant == null || revoked.contains(grant)
        ? Answer.json(401, "{\"error\":\"token_revoked\"}")
        : new Answer(
            200,
            Map.of("X-OAuth-Scopes", "read, write"),
            "{\"id\":7,\"login\":\"ada\",\"url\":\"https://provider.example/ada\"}");
  }

  private Answer revoke(Map<String, String> form) {
    var token = form.getOrDefault("token", "");
    var grant = access.getOrDefault(token, refresh.get(token));
    if (grant != null) {
      revoked.add(grant);
    }
    return new Answer(200, Map.of(), "");
  }

  /** Five things, two on a page. */
  private Answer things(HttpExchange exchange) {
    if (!access.containsKey(bearer(exchange))) {
      return Answer.json(401, "{}");
    }
    var asked = form(String.valueOf(exchange.getRequestURI().getRawQuery()));
    int page = Integer.parseInt(asked.getOrDefault("page", "1"));
    var items =
        IntStream.rangeClosed(page * 2 - 1, Math.min(5, page * 2))
            .mapToObj("{\"id\":%1$d,\"name\":\"Thing %1$d\"}"::formatted)
            .collect(Collectors.joining(","));
    boolean last = page * 2 >= 5;
    return new Answer(
        200,
        last
            ? Map.of()
            : Map.of("Link", "<%s/things?page=%d>; rel=\"next\"".formatted(base(), page + 1)),
        "{\"things\":[%s],\"next\":%s,\"next_url\":%s}"
            .formatted(
                items,
                last ? "null" : page + 1,
                last ? "null" : "\"%s/things?page=%d\"".formatted(base(), page + 1)));
  }

  private static @Nullable String bearer(HttpExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? null : header.replaceFirst("^Bearer ", "");
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  public static Map<String, String> form(String text) {
    var fields = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        fields.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String s256(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("The provider refuses this " + what);
    }
  }

  @Override
  public void close() {
    silent.values().forEach(CountDownLatch::countDown);
    server.stop(0);
  }
}
