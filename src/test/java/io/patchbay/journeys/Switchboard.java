package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Breaks things at the pretend providers, over HTTP as a person's script would. */
record Switchboard(Sandbox sandbox) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The person took the app away there. */
  void revoke(String provider, String account) {
    turn(provider, "revoke", Map.of("account", account));
  }

  /** All of a provider: outage, rate-limit, garbage, slow or lost-webhooks. */
  void trouble(String provider, String what, boolean on) {
    turn(provider, what, Map.of("on", "" + on));
  }

  /** A webhook endpoint at the pretend Stripe: its id and its signing secret. */
  Endpoint endpoint(String account, String url) {
    var answer = turn("stripe", "endpoint", Map.of("account", account, "url", url));
    return new Endpoint(answer.path("id").asString(), answer.path("secret").asString());
  }

  /** Sends a signed event and tells what came of it. */
  String event(Endpoint endpoint) {
    return turn("stripe", "event", Map.of("endpoint", endpoint.id())).path("outcome").asString();
  }

  record Endpoint(String id, String secret) {}

  /** The webhook endpoints there are at the pretend Stripe, by their ids. */
  List<Endpoint> endpoints() {
    return ask(HttpRequest.newBuilder(at("stripe", "")).GET())
        .path("endpoints")
        .valueStream()
        .map(it -> new Endpoint(it.path("id").asString(), ""))
        .toList();
  }

  String apiKey(String account) {
    return sandbox.apiKey(account);
  }

  URI address() {
    return sandbox.baseUri();
  }

  /** Ends every trouble, and undoes what was done to grants. */
  void calm() {
    for (String provider : List.of("slack", "google", "stripe", "github", "vercel")) {
      var now = ask(HttpRequest.newBuilder(at(provider, "")).GET());
      for (JsonNode trouble : now.path("troubles")) {
        trouble(
            provider,
            trouble.asString().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            false);
      }
      for (JsonNode grant : now.path("grants")) {
        if (grant.path("revoked").asBoolean()) {
          turn(
              provider,
              "revoke",
              Map.of("account", grant.path("account").asString(), "on", "false"));
        }
      }
    }
  }

  JsonNode turn(String provider, String what, Map<String, String> fields) {
    return ask(
        HttpRequest.newBuilder(at(provider, "/" + what))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(fields))));
  }

  private URI at(String provider, String path) {
    return sandbox.baseUri().resolve("/_sandbox/" + provider + path);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static JsonNode ask(HttpRequest.Builder request) {
    try {
      var answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
