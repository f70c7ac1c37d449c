package io.patchbay.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** Posting an event to where it was asked for, once. */
final class Posts {
  /** With the first post: to make one reads the JDK's certificates, which a start does without. */
  private final Supplier<HttpClient> client =
      SingletonSupplier.of(
          () -> HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build());

  /**
   * @return the answer's status, or nothing where nobody answered
   */
  OptionalInt post(URI address, Map<String, String> headers, String body) {
    try {
      var request =
          HttpRequest.newBuilder(address)
              .timeout(Duration.ofSeconds(10))
              .POST(HttpRequest.BodyPublishers.ofString(body));
      headers.forEach(request::header);
      return OptionalInt.of(
          client.get().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException unreachable) {
      return OptionalInt.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }
}
