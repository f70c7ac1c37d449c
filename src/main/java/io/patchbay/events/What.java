package io.patchbay.events;

import java.util.Locale;

/** The kinds of things that happen to an install. */
public enum What {
  CONNECTED,
  RECONNECTED,
  /** A credential was offered and nothing was kept. */
  CONNECT_FAILED,
  /** Kept, and the provider has not answered a check yet. */
  CONNECTED_UNCHECKED,
  CONNECTION_FAILED,
  CONNECTION_RECOVERED,
  TOKEN_REFRESHED,
  /** A working key was replaced by another one that works. */
  CREDENTIAL_ROTATED,
  /** The host app took a credential: one line for each connection, key and minute. */
  CREDENTIAL_READ,
  /** An operator revoked and erased it in an emergency. */
  CREDENTIAL_ERASED,
  DISCONNECTED,
  /** The provider could not be asked when it was disconnected, and confirmed it later. */
  GRANT_ENDED,
  /** It never confirmed: a person ends it there. */
  GRANT_NOT_ENDED,
  DISABLED,
  ENABLED,
  CHOICES_SAVED,
  STEP_SKIPPED,
  RESOURCES_LINKED,
  RESOURCES_UNLINKED,
  /** Something linked is gone at the provider, or no longer shown to this account. */
  RESOURCE_VANISHED,
  RESOURCE_RENAMED,
  /** A member revoked their own source, which this workspace used. */
  SOURCE_REVOKED,
  SOURCE_UNLINKED,
  /** A member left, and their own source went with them. */
  SOURCE_LEFT,
  WEBHOOK_SECRET_SAVED,
  /** We set it up at the provider ourselves. */
  WEBHOOK_CREATED,
  WEBHOOK_VERIFIED,
  CHECKED,
  ACCESS_ASKED,
  ACCESS_APPROVED,
  ACCESS_DECLINED,
  /** What was asked for is there, by whoever's doing. */
  ACCESS_DONE,
  BILLING_ADMIN_REQUIRED,
  BILLING_ADMIN_NOT_REQUIRED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static What of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
