package io.patchbay.providers;

import io.patchbay.catalog.Auth;
import io.patchbay.egress.Egress.Answer;
import io.patchbay.egress.Egress.NoAnswer;
import io.patchbay.egress.Egress.Outcome;
import io.patchbay.vault.Secret;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token endpoint's answer. Success means that an access token stands where the entry says;
 * a status alone means nothing.
 */
record TokenAnswers(
    Auth.TokenAnswer places, Auth.@Nullable Granted granted, Meaning meaning, Instant now) {

  /** What a no means depends on whose client it is. */
  interface Meaning {
    Optional<Failures.No> of(Document answer);
  }

  static TokenAnswers of(Auth.OAuth2 oauth, Instant now) {
    return new TokenAnswers(
        oauth.tokenAnswer(),
        oauth.granted(),
        answer -> Failures.ofToken(answer, oauth.tokenFailures()),
        now);
  }

  static TokenAnswers of(Auth.ClientCredentials client, Instant now) {
    return new TokenAnswers(
        client.tokenAnswer(),
        client.granted(),
        answer -> Failures.ofClient(answer, client.tokenFailures()),
        now);
  }

  /** What a lifetime that cannot be read is taken for, where the token can be renewed. */
  private static final Duration UNREADABLE_LIFETIME = Duration.ofHours(1);

  private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);

  /**
   * @param before what is kept where the answer names nothing new: the refresh token above all
   */
  TokenResult read(Outcome outcome, Credential before) {
    return switch (outcome) {
      case NoAnswer none -> unanswered(none);
      case Answer answer -> read(Document.of(answer), before);
    };
  }

  private static TokenResult unanswered(NoAnswer none) {
    var no = Failures.of(none);
    return no.bucket().passesByItself()
        ? new TokenResult.Unreachable(no.bucket(), no.code(), null, none.sent())
        : new TokenResult.Refused(no.bucket(), no.code());
  }

  private TokenResult read(Document answer, Credential before) {
    var ruled = meaning.of(answer);
    if (ruled.isPresent()) {
      return failed(answer, ruled.get());
    }
    var access = answer.text(places.access()).filter(TokenAnswers::isToken);
    return access
        .<TokenResult>map(token -> granted(answer, token, before))
        .orElseGet(() -> failed(answer, Failures.UNREADABLE));
  }

  private TokenResult granted(Document answer, String access, Credential before) {
    var credential = before.with("access", Secret.of(access));
    var refresh = answer.text(places.refresh()).filter(TokenAnswers::isToken);
    if (refresh.isPresent()) {
      credential = credential.with("refresh", Secret.of(refresh.get()));
    }
    for (var keep : places.keep().entrySet()) {
      var kept = answer.text(keep.getValue()).map(Untrusted::name);
      if (kept.isPresent()) {
        credential = credential.with("kept:" + keep.getKey(), Secret.of(kept.get()));
      }
    }
    return new TokenResult.Granted(
        credential,
        lifetime(answer, credential.part("refresh").isPresent()),
        Scopes.granted(answer, granted));
  }

  private TokenResult failed(Document answer, Failures.No no) {
    if (!no.bucket().passesByItself()) {
      return new TokenResult.Refused(no.bucket(), no.code());
    }
    // who says "too many" has not looked at the token
    boolean mayBeSpent = answer.status() != 429;
    return new TokenResult.Unreachable(
        no.bucket(), no.code(), RetryAfter.of(answer.headers(), now), mayBeSpent);
  }

  private @Nullable Duration lifetime(Document answer, boolean renewable) {
    var node = answer.node(places.expires());
    var text = answer.text(places.expires());
    if (text.isEmpty() && node.isEmpty()) {
      return null;
    }
    return text.flatMap(TokenAnswers::seconds).orElse(renewable ? UNREADABLE_LIFETIME : null);
  }

  private static Optional<Duration> seconds(String text) {
    try {
      var seconds = new BigDecimal(text.strip()).setScale(0, RoundingMode.DOWN);
      if (seconds.signum() <= 0) {
        return Optional.empty();
      }
      return Optional.of(
          seconds.compareTo(BigDecimal.valueOf(LONGEST_LIFETIME.toSeconds())) > 0
              ? LONGEST_LIFETIME
              : Duration.ofSeconds(seconds.longValueExact()));
    } catch (ArithmeticException | NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** RFC 6749 appendix A.12: visible ASCII; anything else would break the header it goes into. */
  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }
}
