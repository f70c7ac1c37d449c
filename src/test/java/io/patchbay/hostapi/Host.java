package io.patchbay.hostapi;

import io.patchbay.testing.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The host app with a key of its own. */
record Host(int port, String key) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Host at(int port) {
    var key = "pbk_" + UUID.randomUUID();
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('host', ?)")
        .param(HostKey.of(key).hash())
        .update();
    return new Host(port, key);
  }

  record Heard(int status, String body, HttpResponse<String> raw) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    String code() {
      return json().path("code").asString("");
    }
  }

  Heard get(String path) {
    return send(request(path).GET().build());
  }

  Heard post(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json");
  }

  private static Heard send(HttpRequest request) {
    try {
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Heard(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
