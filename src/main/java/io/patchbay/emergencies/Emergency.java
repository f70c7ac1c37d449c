package io.patchbay.emergencies;

import io.patchbay.ids.WorkspaceId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order, and how far it is.
 *
 * @param target a provider's name, or a workspace's slug
 * @param workspace null for a provider
 * @param by who ordered it, in words
 * @param ended credentials that were erased
 * @param revoked of which the provider confirmed that our access is over
 * @param doneAt null while it goes on
 */
public record Emergency(
    UUID id,
    Kind kind,
    String target,
    @Nullable WorkspaceId workspace,
    Instant at,
    String by,
    UUID position,
    int ended,
    int revoked,
    @Nullable Instant doneAt) {

  public enum Kind {
    /** Every credential of a provider, whoever's it is. */
    PROVIDER,
    /** Every credential of a workspace. */
    WORKSPACE,
    /** The same, and then everything else of it. */
    ERASURE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
