package io.patchbay.outbox;

import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks says (standardwebhooks.com, "Symmetric"): one entry per secret. */
final class Signing {
  static final String PREFIX = "whsec_";

  private Signing() {}

  static Map<String, String> headers(String id, Instant at, byte[] body, List<Secret> secrets) {
    long time = at.getEpochSecond();
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(time),
        "webhook-signature",
        secrets.stream()
            .map(it -> "v1," + signature(id + "." + time + ".", body, it))
            .collect(Collectors.joining(" ")));
  }

  private static String signature(String before, byte[] body, Secret secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var key =
          secret.<byte[]>reveal(
              text -> Base64.getDecoder().decode(text.substring(PREFIX.length())));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
