package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running sandbox, an app that speaks to it over HTTP and a clock that the test moves. */
final class Played implements AutoCloseable {
  static final String ORIGIN = "http://127.0.0.1:8080";
  static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Path data;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private volatile URI hook = URI.create(ORIGIN);
  private volatile Sandbox sandbox;

  Played(Path data) {
    this.data = data;
    this.sandbox = started();
  }

  private Sandbox started() {
    InstantSource clock = () -> now;
    var started =
        new Sandbox(
            data,
            clock,
            uri -> uri.toString().startsWith(ORIGIN + "/"),
            () -> hook,
            Duration.ofMillis(1));
    started.start();
    return started;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  SandboxPerson person() {
    return sandbox.person();
  }

  Instant now() {
    return now;
  }

  void tick(Duration time) {
    now = now.plus(time);
  }

  /** Where Patchbay listens. */
  void patchbayIsAt(URI address) {
    hook = address;
  }

  void restart() {
    sandbox.stop();
    sandbox = started();
  }

  @Override
  public void close() {
    sandbox.stop();
  }

  String at(String address) {
    return sandbox.baseUri() + "/" + address;
  }

  /** {@code ask(address, "client_id", "x", ...)}: an address with a query. */
  URI asking(String address, String... fields) {
    return URI.create(at(address) + "?" + form(fields));
  }

  Answer get(String address, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(at(address))).header("Authorization", "Bearer " + token));
  }

  Answer get(String address) {
    return send(HttpRequest.newBuilder(URI.create(at(address))));
  }

  Answer open(URI address) {
    return send(HttpRequest.newBuilder(address));
  }

  Answer post(String address, String... fields) {
    return send(posting(address, fields));
  }

  HttpRequest.Builder posting(String address, String... fields) {
    return HttpRequest.newBuilder(URI.create(at(address)))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  String id(String provider) {
    return sandbox.apps().clientId(provider);
  }

  String secret(String provider) {
    return sandbox.apps().clientSecret(provider);
  }

  String basic(String provider) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(
                (id(provider) + ":" + secret(provider)).getBytes(StandardCharsets.UTF_8));
  }

  static String form(String... fields) {
    var pairs = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.put(fields[i], fields[i + 1]);
    }
    return pairs.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The query of a callback, by name. */
  static Map<String, String> query(URI callback) {
    var fields = new LinkedHashMap<String, String>();
    for (String pair : callback.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      fields.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  static String code(URI callback) {
    return query(callback).getOrDefault("code", "");
  }

  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(response.body());
    }

    /** A value by JSON Pointer (RFC 6901), empty where there is none. */
    String text(String pointer) {
      return json().at(pointer).asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }
}
