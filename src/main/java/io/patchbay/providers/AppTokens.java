package io.patchbay.providers;

import io.patchbay.vault.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens with which an app speaks for itself (RFC 7519, RS256): issued by its client id, begun
 * a minute ago for clocks that differ, ended nine minutes from now.
 */
final class AppTokens {
  private static final Duration BEFORE = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofMinutes(9);
  private static final String PKCS1 = "-----BEGIN RSA PRIVATE KEY-----";

  /** What stands before the key of PKCS #1 in PKCS #8: version 0 and rsaEncryption. */
  private static final byte[] RSA = {
    2, 1, 0, 48, 13, 6, 9, 42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private AppTokens() {}

  /** None without a private key, or with one that can't be read. */
  static Optional<String> of(ProviderApp app, Instant now) {
    return app.privateKey() == null || app.clientId() == null
        ? Optional.empty()
        : signed(app.clientId(), app.privateKey(), now);
  }

  private static Optional<String> signed(String issuer, Secret pem, Instant now) {
    var claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(now.minus(BEFORE).getEpochSecond(), now.plus(LIFE).getEpochSecond(), issuer);
    var text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pem.<PrivateKey>reveal(AppTokens::key));
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(text + "." + base64(signature.sign()));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static PrivateKey key(String pem) {
    var der = Base64.getMimeDecoder().decode(pem.strip().replaceAll("-----[A-Z ]+-----", ""));
    try {
      var bytes = pem.contains(PKCS1) ? sequence(RSA, element(4, der)) : der;
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("No RSA key", e);
    }
  }

  private static byte[] sequence(byte[] first, byte[] second) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return element(48, both.toByteArray());
  }

  /** ITU-T X.690: a tag, a length in two bytes, what it holds. */
  private static byte[] element(int tag, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    bytes.write(0x82);
    bytes.write(content.length >> 8);
    bytes.write(content.length);
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
