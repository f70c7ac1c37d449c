package io.patchbay.webhooks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Delivers as providers do: whoever is told "later" (503, after 1.8 seconds) tries again. A machine
 * that stalls is told so now and then.
 */
public final class Delivering {
  private static final int TRIES = 20;

  private Delivering() {}

  /** The first answer that is not "later". */
  public static HttpResponse<String> send(HttpClient http, HttpRequest delivery)
      throws IOException, InterruptedException {
    var answer = http.send(delivery, BodyHandlers.ofString());
    for (int more = 1; answer.statusCode() == 503 && more < TRIES; more++) {
      answer = http.send(delivery, BodyHandlers.ofString());
    }
    return answer;
  }

  /** The same, beside others. */
  static CompletableFuture<HttpResponse<String>> sendAsync(HttpClient http, HttpRequest delivery) {
    return sendAsync(http, delivery, TRIES);
  }

  private static CompletableFuture<HttpResponse<String>> sendAsync(
      HttpClient http, HttpRequest delivery, int tries) {
    return http.sendAsync(delivery, BodyHandlers.ofString())
        .thenCompose(it ->
            it.statusCode() == 503 && tries > 1
                ? sendAsync(http, delivery, tries - 1)
                : CompletableFuture.completedFuture(it));
  }
}
