package io.patchbay.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's webhooks are recognized.
 *
 * @param challenge how the address proves itself, or null
 * @param expectEvery silence for longer than this is a fact; null where silence is normal
 * @param manage the page at the provider where the webhook is set up, a template, or null
 */
public record Webhook(
    Signature signature,
    @Nullable Challenge challenge,
    Dedupe dedupe,
    Value deliveryId,
    Value event,
    @Nullable Duration expectEvery,
    Value account,
    Value resource,
    @Nullable String manage) {

  public enum Algorithm {
    HMAC_SHA1,
    HMAC_SHA256,
    ED25519,
    ECDSA_P256,
    TOKEN
  }

  public enum Encoding {
    HEX,
    BASE64
  }

  /** Whose secret signs: the operator's app, or one for each connection. */
  public enum SecretFrom {
    APP,
    CONNECTION
  }

  public enum Dedupe {
    ID,
    BODY,
    NONE
  }

  /**
   * @param header lower case
   * @param split what separates entries in the header, or null for one
   * @param match what a signature's entry begins with, stripped before comparison
   * @param signs a template over {@code {timestamp} {body} {header:...} {method} {url}
   *     {form-sorted}}
   * @param strip what a secret's text begins with, removed before use
   * @param decode whether the secret's text is base64
   */
  public record Signature(
      String header,
      @Nullable String split,
      String match,
      Algorithm algorithm,
      Encoding encoding,
      String signs,
      @Nullable Timestamp timestamp,
      SecretFrom secretFrom,
      String strip,
      boolean decode) {}

  /**
   * @param entry what the timestamp's entry in the signature header begins with, or null where a
   *     header of its own holds it
   */
  public record Timestamp(
      @Nullable String header, @Nullable String entry, boolean milliseconds, Duration tolerance) {}

  public record Challenge(String kind, @Nullable Predicate when, Value answer) {}
}
