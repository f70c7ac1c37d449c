package io.patchbay.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With what an app speaks for itself: an RSA key, and tokens signed by it (RFC 7519, RS256). */
final class AppKeys {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration DRIFT = Duration.ofMinutes(1);

  private AppKeys() {}

  /** A new private key, as the operator would download it. */
  static String fresh() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder()
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("This Java has no RSA", missing);
    }
  }

  /**
   * What is wrong with a token, in the provider's words; nothing where it holds.
   *
   * @param pem of the app's private key
   * @param issuer the app's client id
   */
  static Optional<String> complaint(String pem, String token, String issuer, Instant now) {
    var parts = token.split("\\.", 4);
    if (parts.length != 3 || !isSigned(pem, parts)) {
      return Optional.of("A JSON web token could not be decoded");
    }
    var claims = json(parts[1]);
    if (claims.path("iat").asLong(Long.MAX_VALUE) > now.plus(DRIFT).getEpochSecond()) {
      return Optional.of(
          "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
    }
    long expires = claims.path("exp").asLong(0);
    if (expires <= now.getEpochSecond()) {
      return Optional.of(
          "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
    }
    if (expires > now.plus(LONGEST).getEpochSecond()) {
      return Optional.of("'Expiration time' claim ('exp') is too far in the future");
    }
    return claims.path("iss").asString("").equals(issuer)
        ? Optional.empty()
        : Optional.of("Integration not found");
  }

  /** By this key and this algorithm: what the token says of itself chooses nothing. */
  private static boolean isSigned(String pem, String[] parts) {
    try {
      var verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(publicHalf(pem));
      verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return json(parts[0]).path("alg").asString("").equals("RS256")
          && verifier.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException notAToken) {
      return false;
    }
  }

  private static PublicKey publicHalf(String pem) throws GeneralSecurityException {
    var der = Base64.getMimeDecoder().decode(pem.strip().replaceAll("-----[A-Z ]+-----", ""));
    var factory = KeyFactory.getInstance("RSA");
    if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey own)) {
      throw new GeneralSecurityException("No RSA key with its exponents");
    }
    BigInteger modulus = own.getModulus();
    return factory.generatePublic(new RSAPublicKeySpec(modulus, own.getPublicExponent()));
  }

  private static JsonNode json(String base64) {
    try {
      return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(base64));
    } catch (tools.jackson.core.JacksonException | IllegalArgumentException notJson) {
      return JsonMapper.shared().createObjectNode();
    }
  }
}
