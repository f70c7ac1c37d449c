package io.patchbay.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as a vendor would, where it publishes no example of its own. */
final class Signed {
  private Signed() {}

  static String hmacHex(String secret, String text) {
    return HexFormat.of().formatHex(hmac(secret, text));
  }

  static String hmacBase64(String secret, String text) {
    return Base64.getEncoder().encodeToString(hmac(secret, text));
  }

  private static byte[] hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Key ed25519() {
    try {
      return new Key(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  record Key(KeyPair pair) {
    /** The last 32 bytes of a SubjectPublicKeyInfo (RFC 8410). */
    private byte[] raw() {
      var encoded = pair.getPublic().getEncoded();
      return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    String publicHex() {
      return HexFormat.of().formatHex(raw());
    }

    String publicBase64() {
      return Base64.getEncoder().encodeToString(raw());
    }

    String hex(String text) {
      return HexFormat.of().formatHex(sign(text));
    }

    String base64(String text) {
      return Base64.getEncoder().encodeToString(sign(text));
    }

    private byte[] sign(String text) {
      try {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
