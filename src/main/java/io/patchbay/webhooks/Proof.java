package io.patchbay.webhooks;

import io.patchbay.catalog.Webhook;
import io.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The arithmetic of each algorithm. What cannot be read proves nothing. */
final class Proof {
  private Proof() {}

  /** Whether one of the offered signatures is of these bytes, by this secret. */
  static boolean oneHolds(
      Webhook.Signature signature, Secret secret, byte[] signed, List<String> offered) {
    try {
      return switch (signature.algorithm()) {
        case HMAC_SHA1 -> equalsOne(mac("HmacSHA1", signature, secret, signed), signature, offered);
        case HMAC_SHA256 ->
            equalsOne(mac("HmacSHA256", signature, secret, signed), signature, offered);
        case ED25519 ->
            verifiesOne("Ed25519", PublicKeys.ed25519(secret), signed, signature, offered);
        case ECDSA_P256 ->
            verifiesOne("SHA256withECDSA", PublicKeys.p256(secret), signed, signature, offered);
        case TOKEN -> isOne(key(signature, secret), offered);
      };
    } catch (GeneralSecurityException | IllegalArgumentException unusableKey) {
      return false;
    }
  }

  /** The code of a text, written as the entry writes signatures; empty for what is no HMAC. */
  static Optional<String> mac(Webhook.Signature signature, Secret secret, byte[] text) {
    try {
      return switch (signature.algorithm()) {
        case HMAC_SHA1 -> Optional.of(encoded(mac("HmacSHA1", signature, secret, text), signature));
        case HMAC_SHA256 ->
            Optional.of(encoded(mac("HmacSHA256", signature, secret, text), signature));
        case ED25519, ECDSA_P256, TOKEN -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException unusableKey) {
      return Optional.empty();
    }
  }

  private static String encoded(byte[] mac, Webhook.Signature signature) {
    return switch (signature.encoding()) {
      case HEX -> HexFormat.of().formatHex(mac);
      case BASE64 -> Base64.getEncoder().encodeToString(mac);
    };
  }

  private static byte[] mac(
      String algorithm, Webhook.Signature signature, Secret secret, byte[] signed)
      throws GeneralSecurityException {
    var mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key(signature, secret), algorithm));
    return mac.doFinal(signed);
  }

  /**
   * @throws IllegalArgumentException if nothing is left of the secret, or it is not the base64 that
   *     its entry says it is
   */
  private static byte[] key(Webhook.Signature signature, Secret secret) {
    return secret.reveal(text -> {
      var bare =
          text.startsWith(signature.strip()) ? text.substring(signature.strip().length()) : text;
      var key =
          signature.decode()
              ? Base64.getDecoder().decode(bare)
              : bare.getBytes(StandardCharsets.UTF_8);
      if (key.length == 0) {
        throw new IllegalArgumentException("An empty key signs nothing");
      }
      return key;
    });
  }

  private static boolean equalsOne(
      byte[] expected, Webhook.Signature signature, List<String> offered) {
    boolean found = false;
    for (String each : offered) {
      var bytes = decoded(each, signature.encoding());
      found |= bytes != null && MessageDigest.isEqual(bytes, expected);
    }
    return found;
  }

  private static boolean isOne(byte[] expected, List<String> offered) {
    boolean found = false;
    for (String each : offered) {
      found |= MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), expected);
    }
    return found;
  }

  private static boolean verifiesOne(
      String algorithm,
      PublicKey key,
      byte[] signed,
      Webhook.Signature signature,
      List<String> offered)
      throws GeneralSecurityException {
    for (String each : offered) {
      var bytes = decoded(each, signature.encoding());
      if (bytes != null && verifies(algorithm, key, signed, bytes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] signed, byte[] offered)
      throws GeneralSecurityException {
    var verifier = java.security.Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(signed);
    try {
      return verifier.verify(offered);
    } catch (java.security.SignatureException malformed) {
      return false;
    }
  }

  private static byte @Nullable [] decoded(String text, Webhook.Encoding encoding) {
    try {
      return switch (encoding) {
        case HEX -> HexFormat.of().parseHex(text);
        case BASE64 -> Base64.getDecoder().decode(text);
      };
    } catch (IllegalArgumentException notEncodedSo) {
      return null;
    }
  }
}
