package io.patchbay.hostapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the host app proves itself with, as a bearer token (RFC 6750 section 2.1). Only its SHA-256
 * is kept: 256 random bits need no slow hash.
 */
record HostKey(byte[] hash) {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]{1,256}=*)", Pattern.CASE_INSENSITIVE);

  /** The key of an {@code Authorization} header; whether it is one of ours the database knows. */
  static Optional<HostKey> offered(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    var bearer = BEARER.matcher(authorization.strip());
    return bearer.matches() ? Optional.of(of(bearer.group(1))) : Optional.empty();
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
