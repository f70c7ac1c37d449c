package io.patchbay.catalog;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The real test request: after connecting, on a cadence, on demand.
 *
 * @param ok what must hold beside a 2xx status, or null
 * @param granted where the granted scopes stand, or null where only the token's answer names them
 * @param failures asked in order, before the defaults (401 login_expired, 403 missing_permission,
 *     429 rate_limited, 5xx provider_outage)
 */
public record Check(
    Call call,
    @Nullable Predicate ok,
    Account account,
    Auth.@Nullable Granted granted,
    List<FailureRule> failures,
    Duration every) {

  /**
   * @param name what a person calls the account: "acme.slack.com"
   */
  public record Account(Value id, Value name, Value url) {}
}
