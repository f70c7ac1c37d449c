package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook.Util;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What the vendors' own libraries sign is accepted, and nothing that they are lax about. */
class VendorsOwnLibrariesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final RandomGenerator RANDOM = RandomGenerator.of("L64X128MixRandom");

  @Test
  void whatStripesLibrarySignsHolds() throws Exception {
    for (int i = 0; i < 100; i++) {
      var body = body(i);
      var signature = Util.computeHmacSha256("whsec_test", NOW.getEpochSecond() + "." + body);
      var header = "t=" + NOW.getEpochSecond() + ",v1=" + signature;
      assertThat(stripe(header, body, NOW)).isEqualTo(Verdict.HOLDS);
    }
  }

  /** Its verifier asks only whether a time is too old. */
  @Test
  void aTimeInTheFutureIsRefusedThoughStripesLibraryTakesIt() throws Exception {
    long later = NOW.getEpochSecond() + 3600;
    var header = "t=" + later + ",v1=" + Util.computeHmacSha256("whsec_test", later + ".{}");
    assertThat(stripe(header, "{}", NOW)).isEqualTo(Verdict.OUT_OF_TIME);
  }

  @Test
  void whatTheStandardsLibrarySignsHolds() throws Exception {
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    var library = new com.standardwebhooks.Webhook(secret);
    for (int i = 0; i < 100; i++) {
      var body = body(i);
      var id = "msg_" + i;
      var signature = library.sign(id, NOW.getEpochSecond(), body);
      var delivery =
          new Delivery(
              "POST",
              "https://example.com/",
              Map.of(
                  "webhook-id", List.of(id),
                  "webhook-timestamp", List.of(String.valueOf(NOW.getEpochSecond())),
                  "webhook-signature", List.of("v1,bm90IG91cnM= " + signature)),
              body.getBytes(StandardCharsets.UTF_8));
      assertThat(
              Signatures.judge(
                  Scheme.standardWebhooks().signature(), delivery, Secret.of(secret), NOW))
          .isEqualTo(Verdict.HOLDS);
    }
  }

  private static Verdict stripe(String header, String body, Instant now) {
    var headers = new HashMap<String, List<String>>();
    headers.put("stripe-signature", List.of(header));
    return Signatures.judge(
        Scheme.stripe().signature(),
        new Delivery(
            "POST", "https://example.com/", headers, body.getBytes(StandardCharsets.UTF_8)),
        Secret.of("whsec_test"),
        now);
  }

  private static String body(int number) {
    var text = new StringBuilder("{\"id\":\"evt_" + number + "\",\"text\":\"");
    for (int i = 0; i < RANDOM.nextInt(200); i++) {
      text.append((char) ('\u00a1' + RANDOM.nextInt(0x2000)));
    }
    return text.append("\"}").toString();
  }
}
