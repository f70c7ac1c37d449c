package io.patchbay.webhooks;

import io.patchbay.vault.Secret;
import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The public keys of providers that sign without a shared secret, in the forms they hand them out:
 * SubjectPublicKeyInfo in base64 or PEM (RFC 7468), or the 32 raw bytes of an Ed25519 key in hex or
 * base64.
 */
final class PublicKeys {
  /** What stands before the raw bytes in a SubjectPublicKeyInfo (RFC 8410 section 10.1). */
  private static final byte[] BEFORE_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int RAW_ED25519 = 32;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern AROUND = Pattern.compile("-----[A-Z ]+-----|\\s+|^whpk_");

  private PublicKeys() {}

  static PublicKey ed25519(Secret key) throws GeneralSecurityException {
    var bytes = bytes(key);
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new X509EncodedKeySpec(bytes.length == RAW_ED25519 ? afterTheUsual(bytes) : bytes));
  }

  /** Only the curve that the entry names: another one would be another algorithm. */
  static PublicKey p256(Secret key) throws GeneralSecurityException {
    var found = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes(key)));
    var p256 = AlgorithmParameters.getInstance("EC");
    p256.init(new ECGenParameterSpec("secp256r1"));
    var curve = p256.getParameterSpec(ECParameterSpec.class).getCurve();
    if (found instanceof ECPublicKey ec && ec.getParams().getCurve().equals(curve)) {
      return found;
    }
    throw new GeneralSecurityException("Not a key on the curve P-256");
  }

  private static byte[] bytes(Secret key) {
    return key.reveal(text -> {
      var bare = AROUND.matcher(text).replaceAll("");
      return HEX.matcher(bare).matches()
          ? HexFormat.of().parseHex(bare)
          : Base64.getDecoder().decode(bare);
    });
  }

  private static byte[] afterTheUsual(byte[] raw) {
    var whole = new ByteArrayOutputStream(BEFORE_ED25519.length + raw.length);
    whole.writeBytes(BEFORE_ED25519);
    whole.writeBytes(raw);
    return whole.toByteArray();
  }
}
