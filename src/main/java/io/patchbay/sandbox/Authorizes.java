package io.patchbay.sandbox;

import io.patchbay.sandbox.Consents.Pending;
import java.util.Map;
import java.util.Set;

/** A provider that asks a person for consent (RFC 6749 section 4.1). */
sealed interface Authorizes extends PretendProvider permits Slack, Google, GitHub, Vercel, Linear {
  /** What the answer carries beside code and state. */
  Map<String, String> allowed(Pending pending, Set<String> granted);

  /** What the answer carries beside state when the person says no. */
  Map<String, String> denied(Pending pending);

  /** What the person is told a scope means. */
  String means(String scope);

  Unticking unticking();

  /** Whether a person may tick this one off. */
  default boolean mayUntick(String scope) {
    return true;
  }

  enum Unticking {
    /** The real one lets people choose. */
    OFFERED,
    /** The real one does not; the sandbox offers it for tests. */
    FOR_TESTS,
    /** The app's registration fixes the permissions. */
    FIXED
  }
}
