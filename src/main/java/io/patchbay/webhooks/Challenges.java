package io.patchbay.webhooks;

import io.patchbay.catalog.Webhook;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a provider that asks whether its address is really ours. What is signed is answered once
 * its signature holds; what cannot be signed, because it has no body, once it names the secret
 * where the entry says so, or else with nothing that it did not send itself.
 */
final class Challenges {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Challenges() {}

  /** What to send back; empty for a delivery that is an event. */
  static Optional<String> answer(Webhook webhook, Said said, List<Secret> secrets) {
    var challenge = webhook.challenge();
    if (challenge == null
        || (challenge.when() != null && !said.holds(challenge.when()))
        || (!challenge.token().isNowhere() && !namesOne(challenge, said, secrets))) {
      return Optional.empty();
    }
    if (challenge.kind().equals("reply")) {
      return Optional.ofNullable(challenge.reply());
    }
    return said.text(challenge.answer()).flatMap(it -> reply(webhook, challenge, it, secrets));
  }

  /** Whether a request without a signature may be answered at all. */
  static boolean mayComeUnsigned(Webhook webhook) {
    var challenge = webhook.challenge();
    return challenge != null
        && (challenge.kind().equals("echo-query")
            || (challenge.kind().equals("hmac-reply") && challenge.when() == null));
  }

  private static Optional<String> reply(
      Webhook webhook, Webhook.Challenge challenge, String answer, List<Secret> secrets) {
    var template = challenge.reply();
    if (!challenge.kind().equals("hmac-reply")) {
      return Optional.of(template == null ? answer : filled(template, answer, ""));
    }
    return secrets.stream()
        .findFirst()
        .flatMap(secret ->
            Proof.mac(webhook.signature(), secret, answer.getBytes(StandardCharsets.UTF_8)))
        .map(mac -> template == null ? mac : filled(template, answer, mac));
  }

  /** What was sent goes into JSON, so it is written as JSON writes texts. */
  private static String filled(String template, String answer, String mac) {
    var quoted = JSON.writeValueAsString(answer);
    return template
        .replace("{hmac}", mac)
        .replace("{answer}", quoted.substring(1, quoted.length() - 1));
  }

  private static boolean namesOne(Webhook.Challenge challenge, Said said, List<Secret> secrets) {
    var named = said.text(challenge.token()).orElse("").getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (var secret : secrets) {
      found |= MessageDigest.isEqual(named, secret.bytes());
    }
    return found;
  }
}
