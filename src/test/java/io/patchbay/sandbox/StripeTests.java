package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripeTests {
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  @Test
  void aListedKeyNamesItsAccount() {
    var answer = played.get("api.stripe.com/v1/account", played.sandbox().apiKey("Pinework"));

    assertThat(answer.text("/id")).isEqualTo("acct_1SandboxPinework");
    assertThat(answer.text("/settings/dashboard/display_name")).isEqualTo("Pinework");
    assertThat(played.get("").body()).contains(played.sandbox().apiKey("Pinework"));
  }

  @Test
  void unknownAndDeletedKeysAreRefusedWithoutShowingThem() {
    String guessed = "sk_test_sandbox_pinework_0000000000";
    var answer = played.get("api.stripe.com/v1/account", guessed);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(answer.text("/error/message"))
        .startsWith("Invalid API Key provided: sk_test_*")
        .doesNotContain(guessed);

    String key = played.sandbox().apiKey("acme");
    played.post("_sandbox/stripe/revoke", "account", "acme", "on", "true");
    assertThat(played.get("api.stripe.com/v1/account", key).status()).isEqualTo(401);
    played.post("_sandbox/stripe/revoke", "account", "acme", "on", "false");
    assertThat(played.get("api.stripe.com/v1/account", key).status()).isEqualTo(200);
  }

  @Test
  void anExpiredKeyAndALostPermissionSaySo() {
    String key = played.sandbox().apiKey("Pinework");
    played.post("_sandbox/stripe/drop-scope", "account", "pinework", "scope", "account:read");
    assertThat(played.get("api.stripe.com/v1/account", key).status()).isEqualTo(403);
    assertThat(played.get("api.stripe.com/v1/customers?limit=3", key).text("/has_more"))
        .isEqualTo("true");

    played.post("_sandbox/stripe/expire", "account", "pinework");
    assertThat(played.get("api.stripe.com/v1/customers", key).text("/error/code"))
        .isEqualTo("api_key_expired");
  }

  private record Event(String signature, String body) {}

  @Test
  void testEventsAreSignedAsStripeSignsThem() throws IOException, InterruptedException {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    var hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          try (exchange) {
            events.add(
                new Event(
                    exchange.getRequestHeaders().getFirst("Stripe-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    hook.start();
    try {
      var endpoint =
          played.post(
              "_sandbox/stripe/endpoint",
              "account",
              "pinework",
              "url",
              "http://127.0.0.1:%d/hooks/stripe/x".formatted(hook.getAddress().getPort()));
      String secret = endpoint.text("/secret");
      assertThat(secret).startsWith("whsec_");

      var sent = played.post("_sandbox/stripe/event", "endpoint", endpoint.text("/id"));
      assertThat(sent.text("/outcome")).isEqualTo("Signed event: answered 204");
      var good = events.poll(5, TimeUnit.SECONDS);
      assertThat(good).isNotNull();
      assertThat(good.body()).contains("\"account\":\"acct_1SandboxPinework\"");
      assertThat(good.signature()).isEqualTo(signature(secret, good));

      played.post("_sandbox/stripe/event", "endpoint", endpoint.text("/id"), "wrong", "true");
      var bad = events.poll(5, TimeUnit.SECONDS);
      assertThat(bad).isNotNull();
      assertThat(bad.signature()).isNotEqualTo(signature(secret, bad));
      assertThat(played.get("").body()).contains("Wrongly signed event: answered 204");

      played.post("_sandbox/stripe/lost-webhooks");
      var lost = played.post("_sandbox/stripe/event", "endpoint", endpoint.text("/id"));
      assertThat(lost.text("/outcome")).isEqualTo("Signed event: lost on its way");
      assertThat(events).isEmpty();
    } finally {
      hook.stop(0);
    }
  }

  private static String signature(String secret, Event event) {
    String time = event.signature().replaceAll("t=(\\d+),.*", "$1");
    return "t=" + time + ",v1=" + Randomness.hmac(secret, time + "." + event.body());
  }

  @Test
  void eventsNeverLeaveThisMachine() {
    for (String url :
        new String[] {
          "http://example.com/hook",
          "https://127.0.0.1/hook",
          "http://127.0.0.1.example.com/",
          "nonsense"
        }) {
      var answer = played.post("_sandbox/stripe/endpoint", "account", "pinework", "url", url);
      assertThat(answer.status()).as(url).isEqualTo(400);
    }
  }
}
