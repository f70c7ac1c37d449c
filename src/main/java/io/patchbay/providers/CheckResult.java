package io.patchbay.providers;

import io.patchbay.catalog.Failure;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider said when it was asked whether a credential works. */
public sealed interface CheckResult {
  /**
   * @param granted the scopes it named, or null where its check names none
   */
  record Answered(Account account, @Nullable Set<String> granted) implements CheckResult {}

  /**
   * An answer that says no, and that no retry changes.
   *
   * @param bucket login_expired, missing_permission or app_misconfigured
   * @param code the provider's own word, or ours ({@code http_401}); never a secret
   */
  record Refused(Failure bucket, String code) implements CheckResult {}

  /**
   * No answer, or one that says "later".
   *
   * @param bucket provider_outage or rate_limited
   * @param retryAfter what the provider asked for, at most an hour, or null
   */
  record Unreachable(Failure bucket, String code, @Nullable Duration retryAfter)
      implements CheckResult {}

  /**
   * An account at the provider. Its name is untrusted text.
   *
   * @param url where a person finds it, or null
   */
  record Account(String id, String name, @Nullable String url) {}
}
