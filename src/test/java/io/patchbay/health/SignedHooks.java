package io.patchbay.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends what a provider signed, with the time in what it signs. */
final class SignedHooks {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  final AtomicInteger sent = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  SignedHooks(int port) {
    address = URI.create("http://127.0.0.1:" + port + "/hooks/slack");
  }

  void valid() {
    sent.incrementAndGet();
    if (send(Instant.now()) != 200) {
      refused.incrementAndGet();
    }
  }

  /** Whether one that was signed so long ago is taken. */
  boolean takes(Duration old) {
    return send(Instant.now().minus(old)) == 200;
  }

  private int send(Instant signedAt) {
    var body =
        "{\"type\":\"event_callback\",\"team_id\":\"T0\",\"event_id\":\"%s\",\"event\":{\"type\":\"message\"}}"
            .formatted(java.util.UUID.randomUUID());
    var time = String.valueOf(signedAt.getEpochSecond());
    try {
      return http.send(
              HttpRequest.newBuilder(address)
                  .header("Content-Type", "application/json")
                  .header("X-Slack-Request-Timestamp", time)
                  .header("X-Slack-Signature", "v0=" + sign("v0:" + time + ":" + body))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String sign(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(Cluster.SIGNING_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
