package io.patchbay.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's webhooks are recognized.
 *
 * @param challenge how the address proves itself, or null
 * @param expectEvery silence for longer than this is a fact; null where silence is normal
 * @param account where an event names the account it is of; it then goes to everybody who connected
 *     that account
 * @param resource where an event names a picked resource; without an account it goes to everybody
 *     who picked it
 * @param manage the page at the provider where the webhook is set up, a template, or null
 * @param reconciliation how deliveries that failed are brought in, or null where the provider
 *     repeats them by itself
 * @param subscription how it is set up by request, or null where only a person can
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
    @Nullable String manage,
    @Nullable Subscription subscription,
    @Nullable Reconciliation reconciliation) {

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
   * Stands in a header of its own, in an entry of the signature's header, or in the body: exactly
   * one of the three is set.
   *
   * @param entry what the timestamp's entry in the signature header begins with
   * @param json a pointer into the signed body
   */
  public record Timestamp(
      @Nullable String header,
      @Nullable String entry,
      @Nullable String json,
      boolean milliseconds,
      Duration tolerance) {}

  /**
   * @param kind how the answer is found: {@code echo-json}, {@code echo-header}, {@code
   *     echo-query}, {@code hmac-reply} or {@code reply}
   * @param token where a request without a signature names the secret itself; nowhere for a signed
   *     one
   * @param reply what is sent back, with {@code {answer}} and {@code {hmac}} in it; null for the
   *     answer alone
   */
  public record Challenge(
      String kind, @Nullable Predicate when, Value answer, Value token, @Nullable String reply) {}
}
