package io.patchbay.catalog;

import java.util.Locale;

/** The buckets that match real fixes. */
public enum Failure {
  LOGIN_EXPIRED,
  MISSING_PERMISSION,
  PROVIDER_OUTAGE,
  RATE_LIMITED,
  /** Our side: the operator's OAuth app or an address is wrong. */
  APP_MISCONFIGURED;

  /** As in the catalog, the API and the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Failure of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * Whether a retry can help without a person: an outage or a limit passes, a login does not come
   * back.
   */
  public boolean passesByItself() {
    return switch (this) {
      case PROVIDER_OUTAGE, RATE_LIMITED -> true;
      case LOGIN_EXPIRED, MISSING_PERMISSION, APP_MISCONFIGURED -> false;
    };
  }
}
