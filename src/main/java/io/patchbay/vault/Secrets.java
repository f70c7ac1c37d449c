package io.patchbay.vault;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** stub until the vault lands. */
public interface Secrets {
  long put(
      Owner owner,
      ConnectionId connection,
      String field,
      Secret secret,
      @Nullable Instant expiresAt,
      String lastFour);

  Optional<Stored> find(Owner owner, ConnectionId connection, String field);

  void erase(Owner owner, ConnectionId connection);

  record Stored(Secret secret, long generation, @Nullable Instant expiresAt, String lastFour) {}

  Optional<Lease> lease(Owner owner, ConnectionId connection, String field, Duration atMost);

  boolean commit(Lease lease, Secret secret, @Nullable Instant expiresAt);

  boolean release(Lease lease);

  record Lease(Owner owner, ConnectionId connection, String field, long generation) {}
}
