package io.patchbay.hostapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the host app proves itself with, as a bearer token (RFC 6750 section 2.1). Only its SHA-256
 * is kept: 256 random bits need no slow hash.
 */
record HostKey(byte[] hash) {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 512;

  /** The key of an {@code Authorization} header; whether it is one of ours the database knows. */
  static Optional<HostKey> offered(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    var key = authorization.substring(SCHEME.length()).strip();
    return key.isEmpty() || key.length() > LONGEST ? Optional.empty() : Optional.of(of(key));
  }

  static HostKey of(String key) {
    try {
      return new HostKey(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A living key, as the database knows it. */
  record Known(UUID id, String name) {}

  @Override
  public String toString() {
    return "HostKey[]";
  }
}
