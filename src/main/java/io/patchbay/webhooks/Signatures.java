package io.patchbay.webhooks;

import io.patchbay.catalog.Webhook;
import io.patchbay.vault.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges a delivery as its catalog entry says: over the raw bytes, in constant time, inside the
 * tolerance both ways where a time is signed. A provider that changes its secret signs with the old
 * and the new one for a while: one signature that holds is enough.
 */
final class Signatures {
  /** More than any provider sends; each one may cost a public-key operation. */
  private static final int MOST_ENTRIES = 16;

  private static final int LONGEST_HEADER = 8192;
  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  private Signatures() {}

  /** While a secret is being changed, the one before counts too. */
  static Verdict judge(
      Webhook.Signature signature, Delivery delivery, List<Secret> secrets, Instant now) {
    var best = Verdict.NOT_SIGNED;
    for (var secret : secrets) {
      var verdict = judge(signature, delivery, secret, now);
      if (verdict == Verdict.HOLDS) {
        return verdict;
      }
      best = verdict;
    }
    return best;
  }

  static Verdict judge(Webhook.Signature signature, Delivery delivery, Secret secret, Instant now) {
    var entries = entries(signature, delivery);
    var offered =
        entries.stream()
            .filter(it -> it.startsWith(signature.match()))
            .map(it -> it.substring(signature.match().length()))
            .filter(it -> !it.isEmpty())
            .toList();
    if (offered.isEmpty()) {
      return Verdict.NOT_SIGNED;
    }
    var timestamp = signature.timestamp();
    var outside = timestamp != null && timestamp.json() == null ? timestamp : null;
    var time = outside == null ? "" : time(outside, entries, delivery);
    if (time == null || (outside != null && !near(outside, time, now))) {
      return Verdict.OUT_OF_TIME;
    }
    var signed = SignedText.of(signature.signs(), delivery, time);
    if (signed == null || !Proof.oneHolds(signature, secret, signed, offered)) {
      return Verdict.WRONG;
    }
    return timestamp == null || outside != null || saysNow(timestamp, delivery, now)
        ? Verdict.HOLDS
        : Verdict.OUT_OF_TIME;
  }

  /** The bytes that were signed, which tell deliveries apart that have no signed id. */
  static byte[] signed(Webhook.Signature signature, Delivery delivery) {
    var timestamp = signature.timestamp();
    var time =
        timestamp == null || timestamp.json() != null
            ? ""
            : time(timestamp, entries(signature, delivery), delivery);
    var signed = SignedText.of(signature.signs(), delivery, time == null ? "" : time);
    return signed == null || signed.length == 0 ? delivery.body() : signed;
  }

  /** A time inside the body is read only once the body is believed. */
  private static boolean saysNow(Webhook.Timestamp timestamp, Delivery delivery, Instant now) {
    var json = timestamp.json();
    return json != null
        && Said.of(delivery)
            .at(json)
            .filter(it -> TIME.matcher(it).matches() && near(timestamp, it, now))
            .isPresent();
  }

  /** None, where the header is missing or stands there twice: whose word would count? */
  private static List<String> entries(Webhook.Signature signature, Delivery delivery) {
    var values = delivery.header(signature.header());
    if (values.size() != 1 || values.getFirst().length() > LONGEST_HEADER) {
      return List.of();
    }
    var value = values.getFirst().strip();
    return signature.split() == null
        ? List.of(value)
        : Arrays.stream(value.split(Pattern.quote(signature.split()), MOST_ENTRIES + 1))
            .limit(MOST_ENTRIES)
            .map(String::strip)
            .toList();
  }

  /** The time's text as it was signed; null where there is none, or more than one. */
  private static @Nullable String time(
      Webhook.Timestamp timestamp, List<String> entries, Delivery delivery) {
    var found =
        timestamp.entry() == null
            ? timestamp.header() == null ? List.<String>of() : delivery.header(timestamp.header())
            : entries.stream()
                .filter(it -> it.startsWith(timestamp.entry()))
                .map(it -> it.substring(timestamp.entry().length()))
                .toList();
    return found.size() == 1 && TIME.matcher(found.getFirst()).matches() ? found.getFirst() : null;
  }

  private static boolean near(Webhook.Timestamp timestamp, String time, Instant now) {
    try {
      long number = Long.parseLong(time);
      var at =
          timestamp.milliseconds() ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
      return Duration.between(at, now).abs().compareTo(timestamp.tolerance()) <= 0;
    } catch (DateTimeException | ArithmeticException beyondAllCalendars) {
      return false;
    }
  }
}
