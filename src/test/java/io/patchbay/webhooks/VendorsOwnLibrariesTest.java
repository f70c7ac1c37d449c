package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook.Util;
import io.patchbay.catalog.Webhook;
import io.patchbay.counterparts.VendorsSigners;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the vendors' own libraries sign is accepted, and nothing that they are lax about. */
class VendorsOwnLibrariesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String EVERYBODYS = "It's a Secret to Everybody";
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
      assertThat(standard(secret, id, signature, body)).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void whatSvixsLibrarySignsHolds() throws Exception {
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    var library = new com.svix.Webhook(secret);
    for (int i = 0; i < 100; i++) {
      var body = body(i);
      var signature = library.sign("msg_" + i, NOW.getEpochSecond(), body);
      assertThat(svix(secret, "msg_" + i, signature, body)).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void whatTheNpmLibrariesSignHolds() {
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    var asked =
        IntStream.range(0, 100)
            .mapToObj(i ->
                new VendorsSigners.Asked(
                    EVERYBODYS, secret, "msg_" + i, NOW.getEpochSecond(), body(i)))
            .toList();
    var signed = VendorsSigners.sign(asked);
    assertThat(signed).hasSize(100);
    for (int i = 0; i < 100; i++) {
      var each = asked.get(i);
      assertThat(standard(secret, each.id(), signed.get(i).standard(), each.body()))
          .isEqualTo(Verdict.HOLDS);
      assertThat(gitHub(signed.get(i).github(), each.body())).isEqualTo(Verdict.HOLDS);
      assertThat(gitHub(signed.get(i).github(), each.body() + " ")).isEqualTo(Verdict.WRONG);
      asTheVendorsShow(each, signed.get(i));
    }
  }

  /** What Node.js signs as the vendors' documentation shows it, where they have no library. */
  private static void asTheVendorsShow(VendorsSigners.Asked asked, VendorsSigners.Signed signed) {
    var time = String.valueOf(asked.time());
    Map.of(
            Scheme.linear().withSecret(EVERYBODYS),
            Map.of("linear-signature", signed.linear()),
            Scheme.shopify().withSecret(EVERYBODYS),
            Map.of("x-shopify-hmac-sha256", signed.shopify()),
            Scheme.vercel().withSecret(EVERYBODYS),
            Map.of("x-vercel-signature", signed.vercel()),
            Scheme.slack().withSecret(EVERYBODYS),
            Map.of("x-slack-signature", signed.slack(), "x-slack-request-timestamp", time),
            Scheme.discord().withSecret(signed.discordKey()),
            Map.of("x-signature-ed25519", signed.discord(), "x-signature-timestamp", time))
        .forEach((scheme, headers) -> {
          assertThat(sent(scheme, headers, asked.body()).judgedAt(NOW))
              .as(scheme.vendor())
              .isEqualTo(Verdict.HOLDS);
          assertThat(sent(scheme, headers, asked.body() + " ").judgedAt(NOW))
              .as(scheme.vendor())
              .isEqualTo(Verdict.WRONG);
        });
  }

  private static Scheme sent(Scheme scheme, Map<String, String> headers, String body) {
    return new Scheme(
        scheme.vendor(), scheme.signature(), scheme.secret(), NOW, headers, scheme.url(), body);
  }

  private static Verdict gitHub(String signature, String body) {
    return Signatures.judge(
        Scheme.gitHub().signature(),
        new Delivery(
            "POST",
            "https://example.com/",
            Map.of("x-hub-signature-256", List.of(signature)),
            body.getBytes(StandardCharsets.UTF_8)),
        Secret.of(EVERYBODYS),
        NOW);
  }

  private static Verdict standard(String secret, String id, String signature, String body) {
    return judge("webhook", Scheme.standardWebhooks().signature(), secret, id, signature, body);
  }

  private static Verdict svix(String secret, String id, String signature, String body) {
    var of = Scheme.standardWebhooks().signature();
    var svix =
        new Webhook.Signature(
            "svix-signature",
            of.split(),
            of.match(),
            of.algorithm(),
            of.encoding(),
            "{header:svix-id}.{timestamp}.{body}",
            new Webhook.Timestamp("svix-timestamp", null, null, false, Duration.ofMinutes(5)),
            of.secretFrom(),
            of.strip(),
            of.decode());
    return judge("svix", svix, secret, id, signature, body);
  }

  private static Verdict judge(
      String prefix,
      Webhook.Signature scheme,
      String secret,
      String id,
      String signature,
      String body) {
    var headers =
        Map.of(
            prefix + "-id", List.of(id),
            prefix + "-timestamp", List.of(String.valueOf(NOW.getEpochSecond())),
            prefix + "-signature", List.of("v1,bm90IG91cnM= " + signature));
    return Signatures.judge(
        scheme,
        new Delivery(
            "POST", "https://example.com/", headers, body.getBytes(StandardCharsets.UTF_8)),
        Secret.of(secret),
        NOW);
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
    var text =
        new StringBuilder(
            "{\"id\":\"evt_%d\",\"webhookTimestamp\":%d,\"text\":\""
                .formatted(number, NOW.toEpochMilli()));
    for (int i = 0; i < RANDOM.nextInt(200); i++) {
      text.append((char) ('\u00a1' + RANDOM.nextInt(0x2000)));
    }
    return text.append("\"}").toString();
  }
}
