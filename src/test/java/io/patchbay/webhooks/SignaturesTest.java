package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Webhook;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
  static List<Scheme> schemes() {
    return Scheme.all();
  }

  static List<Scheme> timed() {
    return Scheme.all().stream().filter(Scheme::signsATime).toList();
  }

  static List<Scheme> hashed() {
    return Scheme.all().stream()
        .filter(it -> it.signature().algorithm().name().startsWith("HMAC"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void whatTheVendorSignedHolds(Scheme scheme) {
    assertThat(scheme.judged()).isEqualTo(Verdict.HOLDS);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void anotherBodyDoesNot(Scheme scheme) {
    assertThat(scheme.saying(scheme.body() + "&x=y").judged()).isEqualTo(Verdict.WRONG);
    assertThat(scheme.saying("").judged()).isEqualTo(Verdict.WRONG);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void noSignatureIsNoSignature(Scheme scheme) {
    assertThat(scheme.without(scheme.signature().header()).judged()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(scheme.sending("").judged()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(scheme.sending("  ").judged()).isEqualTo(Verdict.NOT_SIGNED);
    assertThat(scheme.sending(scheme.signature().match()).judged()).isEqualTo(Verdict.NOT_SIGNED);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void twoSignatureHeadersAreNoSignature(Scheme scheme) {
    var headers = new HashMap<String, List<String>>();
    scheme.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put(
        scheme.signature().header(), List.of(scheme.signatureSent(), scheme.signatureSent()));
    assertThat(scheme.judged(headers, scheme.signedAt())).isEqualTo(Verdict.NOT_SIGNED);
  }

  @ParameterizedTest
  @MethodSource("timed")
  void aTimeFarFromNowIsRefusedBothWays(Scheme scheme) {
    var tolerance = Duration.ofMinutes(5);
    var at = scheme.signedAt();
    assertThat(scheme.judgedAt(at.plus(tolerance))).isEqualTo(Verdict.HOLDS);
    assertThat(scheme.judgedAt(at.minus(tolerance))).isEqualTo(Verdict.HOLDS);
    assertThat(scheme.judgedAt(at.plus(tolerance).plusSeconds(1))).isEqualTo(Verdict.OUT_OF_TIME);
    assertThat(scheme.judgedAt(at.minus(tolerance).minusSeconds(1))).isEqualTo(Verdict.OUT_OF_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1531420618", "1531420618.0", "99999999999999999999", "now", "0x5b"})
  void aTimeThatCannotBeReadIsRefused(String time) {
    var headers = new HashMap<String, List<String>>();
    Scheme.slack().headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("x-slack-request-timestamp", List.of(time));
    assertThat(Scheme.slack().judged(headers, Scheme.slack().signedAt()))
        .isEqualTo(Verdict.OUT_OF_TIME);
  }

  @Test
  void aTimeThatIsMissingOrThereTwiceIsRefused() {
    var slack = Scheme.slack();
    assertThat(slack.without("x-slack-request-timestamp").judged()).isEqualTo(Verdict.OUT_OF_TIME);
    var stripe = Scheme.stripe();
    assertThat(stripe.sending(stripe.signatureSent().replace("t=1492774577,", "")).judged())
        .isEqualTo(Verdict.OUT_OF_TIME);
    assertThat(stripe.sending("t=1492774577," + stripe.signatureSent()).judged())
        .isEqualTo(Verdict.OUT_OF_TIME);
  }

  @Test
  void anotherTimeThanTheOneSignedIsWrong() {
    var stripe = Scheme.stripe();
    assertThat(
            stripe.sending(stripe.signatureSent().replace("t=1492774577", "t=1492774578")).judged())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    var stripe = Scheme.stripe();
    var wrong = "v1=" + "a".repeat(64) + ",";
    assertThat(stripe.sending(wrong + stripe.signatureSent()).judged()).isEqualTo(Verdict.HOLDS);
    var standard = Scheme.standardWebhooks();
    assertThat(standard.sending("v1,AAAA v1a,BBBB " + standard.signatureSent()).judged())
        .isEqualTo(Verdict.HOLDS);
    assertThat(standard.sending("v1,AAAA v2," + standard.signatureSent().substring(3)).judged())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void beyondAHandfulOfSignaturesNobodyLooks() {
    var stripe = Scheme.stripe();
    assertThat(stripe.sending("v1=aa,".repeat(16) + stripe.signatureSent()).judged())
        .isEqualTo(Verdict.OUT_OF_TIME);
  }

  @Test
  void anotherVersionOfTheSignatureDoesNotCount() {
    var stripe = Scheme.stripe();
    assertThat(stripe.sending(stripe.signatureSent().replace("v1=", "v0=")).judged())
        .isEqualTo(Verdict.NOT_SIGNED);
  }

  @ParameterizedTest
  @MethodSource("hashed")
  void aSecretThatIsEmptyOrAnotherSignsNothing(Scheme scheme) {
    assertThat(scheme.withSecret("").judged()).isEqualTo(Verdict.WRONG);
    assertThat(scheme.withSecret(scheme.signature().strip()).judged()).isEqualTo(Verdict.WRONG);
    assertThat(scheme.withSecret("another secret").judged()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void aKeyThatCannotBeReadVerifiesNothing() {
    assertThat(Scheme.sendGrid().withSecret("no key").judged()).isEqualTo(Verdict.WRONG);
    assertThat(Scheme.ed25519().withSecret("00").judged()).isEqualTo(Verdict.WRONG);
    assertThat(Scheme.sendGrid().withSecret(Scheme.ed25519().secret().reveal(it -> it)).judged())
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void aPublicKeyMayComeAsPem() {
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Scheme.sendGrid().secret().reveal(it -> it.substring(0, 64) + "\n" + it.substring(64))
            + "\n-----END PUBLIC KEY-----\n";
    assertThat(Scheme.sendGrid().withSecret(pem).judged()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void aSignatureInTheOtherEncodingIsWrong() {
    var gitHub = Scheme.gitHub();
    var bytes = java.util.HexFormat.of().parseHex(gitHub.signatureSent().substring(7));
    var base64 = java.util.Base64.getEncoder().encodeToString(bytes);
    assertThat(gitHub.sending("sha256=" + base64).judged()).isEqualTo(Verdict.WRONG);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void twoThousandDamagedSignaturesAreWrong(Scheme scheme) {
    var random = new SplittableRandom(20261122);
    var sent = scheme.signatureSent();
    var letters = "0123456789abcdefABCDEF+/=,. v1t";
    for (int i = 0; i < 2000; i++) {
      var damaged = new StringBuilder(sent);
      switch (random.nextInt(3)) {
        case 0 -> damaged.setLength(random.nextInt(sent.length()));
        case 1 ->
            damaged.setCharAt(
                random.nextInt(sent.length()), letters.charAt(random.nextInt(letters.length())));
        default ->
            damaged.insert(
                random.nextInt(sent.length()), letters.charAt(random.nextInt(letters.length())));
      }
      var judged = scheme.sending(damaged.toString()).judged();
      assertThat(judged == Verdict.HOLDS && !says(scheme, damaged.toString()))
          .as(damaged.toString())
          .isFalse();
    }
  }

  /**
   * Whether a damaged header still carries the vendor's own bytes: in capitals, say, or unpadded.
   */
  private static boolean says(Scheme scheme, String header) {
    return same(scheme, header).equals(same(scheme, scheme.signatureSent()));
  }

  private static String same(Scheme scheme, String header) {
    var signature = scheme.signature();
    var entries =
        signature.split() == null ? new String[] {header} : header.split(signature.split());
    for (String entry : entries) {
      if (entry.strip().startsWith(signature.match())) {
        var bare = entry.strip().substring(signature.match().length());
        return switch (signature.encoding()) {
          case HEX -> bare.toLowerCase(java.util.Locale.ROOT);
          case BASE64 -> {
            try {
              yield java.util.Arrays.toString(java.util.Base64.getDecoder().decode(bare));
            } catch (IllegalArgumentException e) {
              yield bare;
            }
          }
        };
      }
    }
    return header;
  }

  @Test
  void aTokenIsComparedWhole() {
    var token =
        new Webhook.Signature(
            "x-gitlab-token",
            null,
            "",
            Webhook.Algorithm.TOKEN,
            Webhook.Encoding.HEX,
            "",
            null,
            Webhook.SecretFrom.CONNECTION,
            "",
            false);
    assertThat(judgedToken(token, "a long shared word")).isEqualTo(Verdict.HOLDS);
    assertThat(judgedToken(token, "a long shared wor")).isEqualTo(Verdict.WRONG);
    assertThat(judgedToken(token, "a long shared words")).isEqualTo(Verdict.WRONG);
    assertThat(judgedToken(token, "")).isEqualTo(Verdict.NOT_SIGNED);
  }

  private static Verdict judgedToken(Webhook.Signature signature, String sent) {
    return Signatures.judge(
        signature,
        new Delivery(
            "POST",
            "https://example.com/",
            Map.of("x-gitlab-token", List.of(sent)),
            "{}".getBytes(StandardCharsets.UTF_8)),
        Secret.of("a long shared word"),
        Instant.EPOCH);
  }

  @Test
  void aDeliveryPrintsNothingOfItself() {
    var delivery =
        new Delivery(
            "POST",
            "https://example.com/hooks/x/secret",
            Map.of("h", List.of("secret")),
            "secret".getBytes(StandardCharsets.UTF_8));
    assertThat(delivery.toString()).doesNotContain("secret");
  }
}
