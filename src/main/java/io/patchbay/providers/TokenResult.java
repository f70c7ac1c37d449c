package io.patchbay.providers;

import io.patchbay.catalog.Failure;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token endpoint said. */
public sealed interface TokenResult {
  /**
   * @param credential the whole credential that holds from now on; a refresh token that was not
   *     answered anew is kept
   * @param expiresIn how long the access token lives, or null where it does not end
   * @param granted the scopes the answer named, or null
   */
  record Granted(Credential credential, @Nullable Duration expiresIn, @Nullable Set<String> granted)
      implements TokenResult {}

  /** The grant or our app was refused: a retry does not help. */
  record Refused(Failure bucket, String code) implements TokenResult {}

  /**
   * @param sent whether the request may have reached the provider, so that the old refresh token
   *     may be spent
   */
  record Unreachable(Failure bucket, String code, @Nullable Duration retryAfter, boolean sent)
      implements TokenResult {}
}
