package io.patchbay.authorization;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.vault.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person at a provider's consent page.
 *
 * @param browser the hash of the session that started; only the same browser may finish
 * @param workspace that the credential is for; null where it stays the person's own
 * @param integration whose token endpoint the code is traded at: nothing that comes back can change
 *     it
 * @param renews the connection whose credential is being replaced, or null for a new one
 * @param returnTo where the person goes on, a path of ours
 * @param startedAt when they left
 */
public record Flow(
    PersonId person,
    byte[] browser,
    @Nullable WorkspaceId workspace,
    String integration,
    @Nullable ConnectionId renews,
    Secret verifier,
    String redirectUri,
    Map<String, String> inputs,
    String returnTo,
    Instant startedAt) {}
