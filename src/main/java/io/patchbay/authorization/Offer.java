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
 * @param ours whether we got it ourselves, so that a refused one is revoked; what others brought is
 *     theirs to end
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
    boolean ours) {}
