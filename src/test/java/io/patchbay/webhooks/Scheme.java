package io.patchbay.webhooks;

import io.patchbay.catalog.Webhook;
import io.patchbay.catalog.Webhook.Algorithm;
import io.patchbay.catalog.Webhook.Encoding;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's way of signing with one delivery it really signs: from its documentation or its own
 * library's tests where it publishes one.
 */
record Scheme(
    String vendor,
    Webhook.Signature signature,
    Secret secret,
    Instant signedAt,
    Map<String, String> headers,
    String url,
    String body) {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Instant ANY_TIME = Instant.parse("2026-11-22T12:00:00Z");

  /** docs.slack.dev, "Verifying requests from Slack". */
  static Scheme slack() {
    return new Scheme(
        "Slack",
        signature(
            "x-slack-signature",
            null,
            "v0=",
            Algorithm.HMAC_SHA256,
            Encoding.HEX,
            "v0:{timestamp}:{body}",
            timeIn("x-slack-request-timestamp")),
        Secret.of("8f742231b10e8888abcd99yyyzzz85a5"),
        Instant.ofEpochSecond(1531420618),
        Map.of(
            "x-slack-signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            "x-slack-request-timestamp",
            "1531420618"),
        "https://example.com/",
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
  }

  /** docs.github.com, "Validating webhook deliveries". */
  static Scheme gitHub() {
    return new Scheme(
        "GitHub",
        signature(
            "x-hub-signature-256",
            null,
            "sha256=",
            Algorithm.HMAC_SHA256,
            Encoding.HEX,
            "{body}",
            null),
        Secret.of("It's a Secret to Everybody"),
        ANY_TIME,
        Map.of(
            "x-hub-signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
        "https://example.com/",
        "Hello, World!");
  }

  /** Of the shape in docs.stripe.com/webhooks; the signature is computed with openssl. */
  static Scheme stripe() {
    return new Scheme(
        "Stripe",
        signature(
            "stripe-signature",
            ",",
            "v1=",
            Algorithm.HMAC_SHA256,
            Encoding.HEX,
            "{timestamp}.{body}",
            new Webhook.Timestamp(null, "t=", null, false, TOLERANCE)),
        Secret.of("whsec_test_secret"),
        Instant.ofEpochSecond(1492774577),
        Map.of(
            "stripe-signature",
            "t=1492774577,v1=654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543,v0="
                + "0".repeat(64)),
        "https://example.com/",
        "{\"id\":\"evt_1\",\"object\":\"event\"}");
  }

  /** Of the shape in vercel.com/docs/webhooks; the signature is computed with openssl. */
  static Scheme vercel() {
    return new Scheme(
        "Vercel",
        signature(
            "x-vercel-signature", null, "", Algorithm.HMAC_SHA1, Encoding.HEX, "{body}", null),
        Secret.of("a-client-secret"),
        ANY_TIME,
        Map.of("x-vercel-signature", "7ca5b92d10c012353c35a2cafd0206e19f9ec0be"),
        "https://example.com/",
        "{\"type\":\"deployment.created\"}");
  }

  /** The reference libraries of standard-webhooks. */
  static Scheme standardWebhooks() {
    return new Scheme(
        "Standard Webhooks",
        new Webhook.Signature(
            "webhook-signature",
            " ",
            "v1,",
            Algorithm.HMAC_SHA256,
            Encoding.BASE64,
            "{header:webhook-id}.{timestamp}.{body}",
            timeIn("webhook-timestamp"),
            Webhook.SecretFrom.CONNECTION,
            "whsec_",
            true),
        Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        Instant.ofEpochSecond(1614265330),
        Map.of(
            "webhook-signature",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            "webhook-timestamp",
            "1614265330",
            "webhook-id",
            "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        "https://example.com/",
        "{\"test\": 2432232314}");
  }

  /** twilio.com/docs/usage/security. */
  static Scheme twilio() {
    return new Scheme(
        "Twilio",
        signature(
            "x-twilio-signature",
            null,
            "",
            Algorithm.HMAC_SHA1,
            Encoding.BASE64,
            "{url}{form-sorted}",
            null),
        Secret.of("12345"),
        ANY_TIME,
        Map.of("x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        "To=%2B18005551212&Digits=1234&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE");
  }

  /** The tests of sendgrid's own libraries. */
  static Scheme sendGrid() {
    return new Scheme(
        "SendGrid",
        signature(
            "x-twilio-email-event-webhook-signature",
            null,
            "",
            Algorithm.ECDSA_P256,
            Encoding.BASE64,
            "{timestamp}{body}",
            timeIn("x-twilio-email-event-webhook-timestamp")),
        Secret.of(
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="),
        Instant.ofEpochSecond(1600112502),
        Map.of(
            "x-twilio-email-event-webhook-signature",
            "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
            "x-twilio-email-event-webhook-timestamp",
            "1600112502"),
        "https://example.com/",
        "[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n");
  }

  /** RFC 8032 section 7.1, test 2, in the shape of docs.discord.com. */
  static Scheme ed25519() {
    return new Scheme(
        "Ed25519",
        signature("x-signature-ed25519", null, "", Algorithm.ED25519, Encoding.HEX, "{body}", null),
        Secret.of("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
        ANY_TIME,
        Map.of(
            "x-signature-ed25519",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        "https://example.com/",
        "r");
  }

  /** Of the shape in linear.app/developers/webhooks: the signed time stands in the body. */
  static Scheme linear() {
    var body = "{\"action\":\"create\",\"type\":\"Issue\",\"webhookTimestamp\":1676056940508}";
    return new Scheme(
        "Linear",
        signature(
            "linear-signature",
            null,
            "",
            Algorithm.HMAC_SHA256,
            Encoding.HEX,
            "{body}",
            new Webhook.Timestamp(null, null, "/webhookTimestamp", true, TOLERANCE)),
        Secret.of("lin_wh_test_secret"),
        Instant.ofEpochMilli(1676056940508L),
        Map.of("linear-signature", Signed.hmacHex("lin_wh_test_secret", body)),
        "https://example.com/",
        body);
  }

  /** Of the shape in shopify.dev, "Verify deliveries". */
  static Scheme shopify() {
    var body = "{\"id\":820982911946154508}";
    return new Scheme(
        "Shopify",
        signature(
            "x-shopify-hmac-sha256",
            null,
            "",
            Algorithm.HMAC_SHA256,
            Encoding.BASE64,
            "{body}",
            null),
        Secret.of("hush"),
        ANY_TIME,
        Map.of("x-shopify-hmac-sha256", Signed.hmacBase64("hush", body)),
        "https://example.com/",
        body);
  }

  /** Of the shape in docs.discord.com, "Validating Security Request Headers". */
  static Scheme discord() {
    var key = Signed.ed25519();
    var body = "{\"type\":1}";
    return new Scheme(
        "Discord",
        signature(
            "x-signature-ed25519",
            null,
            "",
            Algorithm.ED25519,
            Encoding.HEX,
            "{timestamp}{body}",
            timeIn("x-signature-timestamp")),
        Secret.of(key.publicHex()),
        Instant.ofEpochSecond(1700000000),
        Map.of(
            "x-signature-ed25519",
            key.hex("1700000000" + body),
            "x-signature-timestamp",
            "1700000000"),
        "https://example.com/",
        body);
  }

  /** standardwebhooks.com, "Asymmetric": one entry of each kind. */
  static Scheme standardWebhooksAsymmetric() {
    var key = Signed.ed25519();
    var body = "{\"test\": 2432232314}";
    return new Scheme(
        "Standard Webhooks, asymmetric",
        new Webhook.Signature(
            "webhook-signature",
            " ",
            "v1a,",
            Algorithm.ED25519,
            Encoding.BASE64,
            "{header:webhook-id}.{timestamp}.{body}",
            timeIn("webhook-timestamp"),
            Webhook.SecretFrom.CONNECTION,
            "",
            false),
        Secret.of("whpk_" + key.publicBase64()),
        Instant.ofEpochSecond(1614265330),
        Map.of(
            "webhook-signature",
            "v1a,"
                + key.base64("msg_1.1614265330." + body)
                + " v1,bm9uZSBvZiBvdXJzIG5vbmUgb2Ygb3VycyBub25lISE=",
            "webhook-timestamp",
            "1614265330",
            "webhook-id",
            "msg_1"),
        "https://example.com/",
        body);
  }

  static List<Scheme> all() {
    return List.of(
        slack(),
        gitHub(),
        stripe(),
        vercel(),
        standardWebhooks(),
        standardWebhooksAsymmetric(),
        twilio(),
        sendGrid(),
        ed25519(),
        linear(),
        shopify(),
        discord());
  }

  Verdict judged() {
    return judgedAt(signedAt);
  }

  Verdict judgedAt(Instant now) {
    var lists = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return judged(lists, now);
  }

  Verdict judged(Map<String, List<String>> headers, Instant now) {
    return Signatures.judge(
        signature,
        new Delivery("POST", url, headers, body.getBytes(StandardCharsets.UTF_8)),
        secret,
        now);
  }

  String signatureSent() {
    return headers.getOrDefault(signature.header(), "");
  }

  Scheme sending(String signatureHeader) {
    var changed = new HashMap<>(headers);
    changed.put(signature.header(), signatureHeader);
    return new Scheme(vendor, signature, secret, signedAt, Map.copyOf(changed), url, body);
  }

  Scheme without(String header) {
    var changed = new HashMap<>(headers);
    changed.remove(header);
    return new Scheme(vendor, signature, secret, signedAt, Map.copyOf(changed), url, body);
  }

  Scheme saying(String body) {
    return new Scheme(vendor, signature, secret, signedAt, headers, url, body);
  }

  Scheme withSecret(String secret) {
    return new Scheme(vendor, signature, Secret.of(secret), signedAt, headers, url, body);
  }

  boolean signsATime() {
    return signature.timestamp() != null;
  }

  @Override
  public String toString() {
    return vendor;
  }

  private static Webhook.Timestamp timeIn(String header) {
    return new Webhook.Timestamp(header, null, null, false, TOLERANCE);
  }

  private static Webhook.Signature signature(
      String header,
      @Nullable String split,
      String match,
      Algorithm algorithm,
      Encoding encoding,
      String signs,
      Webhook.@Nullable Timestamp timestamp) {
    return new Webhook.Signature(
        header,
        split,
        match,
        algorithm,
        encoding,
        signs,
        timestamp,
        Webhook.SecretFrom.CONNECTION,
        "",
        false);
  }
}
