package io.patchbay.members;

import io.patchbay.ids.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser's session says: who signed in, when their sessions were last ended (the epoch),
 * and which session this is. Nothing here says what they may do: that is asked of the database on
 * each request.
 *
 * @param sessionId 256 random bits in base64url, known to the sealed cookie alone
 */
public record SignedIn(PersonId person, int epoch, String sessionId) {
  /**
   * Names this browser in what outlives the request, such as an authorization flow: SHA-256 of the
   * session id.
   */
  public byte[] browserHash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What this session's forms carry to prove that we wrote them: an HMAC under the session id. */
  public String formToken() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal("form".getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes() {
    return sessionId.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "SignedIn[" + person + "]";
  }
}
