package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Predicate;
import io.patchbay.catalog.Value;
import io.patchbay.catalog.Webhook;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an address proves itself: by a GET, by an echo, by a code of the secret. */
class ChallengesTest {
  private static final Secret SECRET = Secret.of("the-secret");
  private static final List<Secret> SECRETS = List.of(SECRET, Secret.of("the-one-before"));

  /**
   * As Meta and Strava do: {@code hub.challenge} comes back where {@code hub.verify_token} names
   * the secret.
   */
  @Test
  void aGetThatNamesTheSecretIsEchoed() {
    var webhook =
        webhook(
            Webhook.Encoding.HEX,
            challenge("echo-query", "/hub.challenge", "/hub.verify_token", null));
    assertThat(Challenges.mayComeUnsigned(webhook)).isTrue();
    assertThat(
            get(
                webhook,
                "hub.mode=subscribe&hub.challenge=15f7d1a91c1f40f8a748fd134752feb3&hub.verify_token=the-secret"))
        .contains("15f7d1a91c1f40f8a748fd134752feb3");
    assertThat(get(webhook, "hub.challenge=1&hub.verify_token=the-one-before")).contains("1");
    assertThat(get(webhook, "hub.challenge=1&hub.verify_token=another")).isEmpty();
    assertThat(get(webhook, "hub.challenge=1")).isEmpty();
    assertThat(get(webhook, "hub.verify_token=the-secret")).isEmpty();
  }

  /** As X does (CRC): the code of {@code crc_token} comes back in JSON. */
  @Test
  void aGetIsAnsweredWithACodeOfTheSecret() throws Exception {
    var webhook =
        webhook(
            Webhook.Encoding.BASE64,
            challenge("hmac-reply", "/crc_token", null, "{\"response_token\":\"sha256={hmac}\"}"));
    assertThat(Challenges.mayComeUnsigned(webhook)).isTrue();
    var code =
        java.util.Base64.getEncoder()
            .encodeToString(
                java.util.HexFormat.of().parseHex(Signed.hmacHex("the-secret", "a b\"c")));
    assertThat(get(webhook, "crc_token=a%20b%22c&nonce=1"))
        .contains("{\"response_token\":\"sha256=" + code + "\"}");
    assertThat(get(webhook, "nonce=1")).isEmpty();
  }

  /** As Zoom does: a signed post, answered with what it sent and its code. */
  @Test
  void aSignedPostIsAnsweredWithItsTokenAndItsCode() throws Exception {
    var when =
        new Predicate(null, null, at("/event"), "endpoint.url_validation", List.of(), null, null);
    var webhook =
        webhook(
            Webhook.Encoding.HEX,
            new Webhook.Challenge(
                "hmac-reply",
                when,
                at("/payload/plainToken"),
                Value.NOWHERE,
                "{\"plainToken\":\"{answer}\",\"encryptedToken\":\"{hmac}\"}"));
    // It has a body, so it must be signed like every other delivery.
    assertThat(Challenges.mayComeUnsigned(webhook)).isFalse();
    assertThat(
            post(
                webhook,
                "{\"event\":\"endpoint.url_validation\",\"payload\":{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"}}"))
        .contains(
            "{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\",\"encryptedToken\":\""
                + Signed.hmacHex("the-secret", "qgg8vlvZRS6UYooatFL8Aw")
                + "\"}");
    assertThat(post(webhook, "{\"event\":\"meeting.started\",\"payload\":{}}")).isEmpty();
  }

  /** What was sent stays a text of the JSON it is put into. */
  @Test
  void anAnswerCannotLeaveItsPlace() {
    var webhook =
        webhook(
            Webhook.Encoding.HEX,
            challenge("echo-json", "/challenge", null, "{\"challenge\":\"{answer}\"}"));
    assertThat(post(webhook, "{\"challenge\":\"a\\\",\\\"b\\\":\\\"c\"}"))
        .contains("{\"challenge\":\"a\\\",\\\"b\\\":\\\"c\"}");
  }

  private static Optional<String> get(Webhook webhook, String query) {
    var delivery =
        new Delivery("GET", "https://example.com/hooks/any?" + query, Map.of(), new byte[0]);
    return Challenges.answer(webhook, Said.of(delivery), SECRETS);
  }

  private static Optional<String> post(Webhook webhook, String body) {
    var delivery =
        new Delivery(
            "POST",
            "https://example.com/hooks/any",
            Map.of("content-type", List.of("application/json")),
            body.getBytes(StandardCharsets.UTF_8));
    return Challenges.answer(webhook, Said.of(delivery), SECRETS);
  }

  private static Webhook.Challenge challenge(
      String kind, String answer, @Nullable String token, @Nullable String reply) {
    return new Webhook.Challenge(
        kind, null, at(answer), token == null ? Value.NOWHERE : at(token), reply);
  }

  private static Value at(String pointer) {
    return new Value(List.of(new Value.Pointer(pointer)));
  }

  private static Webhook webhook(Webhook.Encoding encoding, Webhook.Challenge challenge) {
    return new Webhook(
        new Webhook.Signature(
            "x-signature",
            null,
            "",
            Webhook.Algorithm.HMAC_SHA256,
            encoding,
            "{body}",
            null,
            Webhook.SecretFrom.APP,
            "",
            false),
        challenge,
        Webhook.Dedupe.BODY,
        Value.NOWHERE,
        Value.NOWHERE,
        null,
        Value.NOWHERE,
        Value.NOWHERE,
        null,
        null,
        null);
  }
}
