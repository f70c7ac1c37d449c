package io.patchbay.authorization;

import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Credential;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential somebody just got, not kept yet.
 *
 * @param renews the connection it is meant for, or null for a new one
 * @param expiresIn how long the access token lives; null where it does not end
 * @param granted the scopes that came with it, or null where none were named
 */
record Offer(
    WorkspaceId workspace,
    PersonId by,
    Integration integration,
    @Nullable ConnectionId renews,
    Credential credential,
    String lastFour,
    @Nullable Duration expiresIn,
    @Nullable Set<String> granted,
    Map<String, String> inputs,
    Why why) {
  /** The same, with the token that it was traded for. */
  Offer with(Credential traded, @Nullable Duration expiresIn, @Nullable Set<String> grantedWithIt) {
    return new Offer(
        workspace,
        by,
        integration,
        renews,
        traded,
        lastFour,
        expiresIn,
        grantedWithIt,
        inputs,
        why);
  }

  /** What becomes of one that is refused, and of the one that was there. */
  enum Why {
    /** We got it ourselves: a refused one is ours to end. */
    GOT,
    /** Others brought it, and may go on using it. */
    BROUGHT,
    /** It is to replace one that works, which stays until this one was answered well. */
    ROTATES
  }
}
