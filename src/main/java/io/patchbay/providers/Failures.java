package io.patchbay.providers;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.FailureRule;
import io.patchbay.catalog.Value;
import io.patchbay.egress.Egress.NoAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a no means. The entry's own rules speak first. After them the status: 401 login_expired; 403
 * and 402 missing_permission, but 403 with {@code Retry-After} rate_limited; 429 rate_limited; 5xx,
 * 408, 425, a redirect we did not follow and silence provider_outage; every other 4xx
 * app_misconfigured, since then we asked at a wrong address or in a wrong way.
 */
final class Failures {
  /** An answer that says no, or no answer. */
  record No(Failure bucket, String code) {}

  static final No UNREADABLE = new No(Failure.PROVIDER_OUTAGE, "unreadable_answer");

  private static final Value OAUTH_ERROR = new Value(List.of(new Value.Pointer("/error")));
  private static final Set<String> GRANT_IS_OVER = Set.of("invalid_grant", "access_denied");
  private static final Set<String> OWN_CLIENT_IS_OVER =
      Set.of("invalid_client", "unauthorized_client", "invalid_grant");
  private static final Set<String> MAY_NOT = Set.of("invalid_scope", "access_denied");
  private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error");

  private Failures() {}

  static No of(NoAnswer none) {
    return switch (none.why()) {
      case TIMED_OUT -> new No(Failure.PROVIDER_OUTAGE, "timed_out");
      case UNREACHABLE -> new No(Failure.PROVIDER_OUTAGE, "unreachable");
      case CERTIFICATE_NOT_TRUSTED -> new No(Failure.PROVIDER_OUTAGE, "certificate_not_trusted");
      case TOO_LARGE -> new No(Failure.PROVIDER_OUTAGE, "answer_too_large");
      case FOREIGN_REDIRECT -> new No(Failure.PROVIDER_OUTAGE, "foreign_redirect");
      case MALFORMED -> UNREADABLE;
      case NOT_ALLOWED -> new No(Failure.APP_MISCONFIGURED, "address_not_allowed");
    };
  }

  /**
   * @return empty where nothing says no
   */
  static Optional<No> of(Document answer, List<FailureRule> rules) {
    return byRule(answer, rules).or(() -> byStatus(answer));
  }

  /**
   * Of a token endpoint (RFC 6749 section 5.2): there a 401 speaks of our app, and only {@code
   * invalid_grant} of the person's login. A word nobody knows never asks a person to reconnect.
   */
  static Optional<No> ofToken(Document answer, List<FailureRule> rules) {
    return byRule(answer, rules).or(() -> passing(answer)).or(() -> byOAuthError(answer));
  }

  /**
   * Of a token endpoint that is asked with a client of the person's own (RFC 6749 section 4.4):
   * there a refused client is the person's key.
   */
  static Optional<No> ofClient(Document answer, List<FailureRule> rules) {
    return byRule(answer, rules).or(() -> passing(answer)).or(() -> byClientError(answer));
  }

  private static Optional<No> byClientError(Document answer) {
    var word = answer.text(OAUTH_ERROR).flatMap(Untrusted::code);
    if (word.isPresent() && OWN_CLIENT_IS_OVER.contains(word.get())) {
      return Optional.of(new No(Failure.LOGIN_EXPIRED, word.get()));
    }
    if (word.isPresent() && MAY_NOT.contains(word.get())) {
      return Optional.of(new No(Failure.MISSING_PERMISSION, word.get()));
    }
    return answer.status() == 401
        ? Optional.of(new No(Failure.LOGIN_EXPIRED, word.orElse(http(answer))))
        : byOAuthError(answer);
  }

  private static Optional<No> byRule(Document answer, List<FailureRule> rules) {
    for (var rule : rules) {
      var matched = answer.holds(rule.when());
      if (matched.isPresent() && speaksOf(answer, rule)) {
        var named = rule.code() == null ? matched : answer.text(rule.code());
        return Optional.of(new No(rule.is(), named.flatMap(Untrusted::code).orElse(http(answer))));
      }
    }
    return Optional.empty();
  }

  /**
   * A provider in trouble says anything; only a rule that names its status takes it at its word.
   */
  private static boolean speaksOf(Document answer, FailureRule rule) {
    return rule.is().passesByItself() || rule.when().status() != null || passing(answer).isEmpty();
  }

  private static Optional<No> byStatus(Document answer) {
    if (answer.isSuccess()) {
      return Optional.empty();
    }
    return passing(answer)
        .or(() ->
            Optional.of(
                new No(
                    switch (answer.status()) {
                      case 401 -> Failure.LOGIN_EXPIRED;
                      case 402, 403 -> Failure.MISSING_PERMISSION;
                      default -> Failure.APP_MISCONFIGURED;
                    },
                    http(answer))));
  }

  private static Optional<No> passing(Document answer) {
    int status = answer.status();
    if (status == 429 || (status == 403 && answer.header("retry-after").isPresent())) {
      return Optional.of(new No(Failure.RATE_LIMITED, http(answer)));
    }
    return status >= 500
            || status < 200
            || (status >= 300 && status < 400)
            || status == 408
            || status == 425
        ? Optional.of(new No(Failure.PROVIDER_OUTAGE, http(answer)))
        : Optional.empty();
  }

  private static Optional<No> byOAuthError(Document answer) {
    var word = answer.text(OAUTH_ERROR).flatMap(Untrusted::code);
    if (word.isPresent()) {
      return Optional.of(new No(meaning(word.get()), word.get()));
    }
    if (answer.isSuccess()) {
      return Optional.empty();
    }
    // a wall in front of the provider answers 403 without a word of OAuth
    return Optional.of(
        new No(
            answer.status() == 403 ? Failure.PROVIDER_OUTAGE : Failure.APP_MISCONFIGURED,
            http(answer)));
  }

  private static Failure meaning(String error) {
    if (GRANT_IS_OVER.contains(error)) {
      return Failure.LOGIN_EXPIRED;
    }
    if (LATER.contains(error)) {
      return Failure.PROVIDER_OUTAGE;
    }
    return error.equals("slow_down") ? Failure.RATE_LIMITED : Failure.APP_MISCONFIGURED;
  }

  private static String http(Document answer) {
    return "http_" + answer.status();
  }
}
