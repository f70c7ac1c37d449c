package io.patchbay.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/** The last part of a connection's own address: 256 random bits in base64url. */
final class Endpoint {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Endpoint() {}

  static boolean isOne(String text) {
    return SHAPE.matcher(text).matches();
  }

  static byte[] hash(String endpoint) {
    return sha256(endpoint.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
