package io.patchbay.members;

/**
 * There is no such thing, or it belongs to others: the two answer alike, byte for byte, so it
 * carries nothing that could tell them apart.
 */
public final class NotFound extends RuntimeException {
  public NotFound() {
    super("Not here", null, false, false);
  }
}
