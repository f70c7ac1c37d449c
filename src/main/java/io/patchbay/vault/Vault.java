package io.patchbay.vault;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;

/**
 * Seals secrets with AES-256-GCM (Tink) under the owner's data key, which a master key outside the
 * database wraps. The associated data names owner kind, owner, connection, field and generation, so
 * that a value moved, rolled back or relabelled does not open. Call it inside the owner's scope:
 * the data key is a row of the owner.
 */
public interface Vault {
  byte[] seal(Place place, Secret secret);

  /**
   * @throws Unreadable if the value was not sealed for exactly this place
   */
  Secret open(Place place, byte[] sealed);

  /**
   * The same with the owner's wrapped data key at hand, as a trip brought it along: no trip of its
   * own.
   *
   * @throws Unreadable if the value was not sealed for exactly this place
   */
  Secret open(Place place, byte[] sealed, byte[] wrappedKey);

  /**
   * Seals something short-lived that belongs to no owner yet, such as a flow's verifier or a
   * session; {@code purpose} is bound to it.
   */
  byte[] sealFor(String purpose, Secret secret);

  Secret openFor(String purpose, byte[] sealed);

  /**
   * @param field which of a connection's secrets: {@code credential} or {@code webhook}
   */
  record Place(Owner owner, ConnectionId connection, String field, long generation) {}

  /**
   * A sealed value did not open: it was moved, changed, rolled back, or sealed under another key.
   */
  final class Unreadable extends RuntimeException {
    public Unreadable(String what) {
      super(what);
    }
  }
}
