package io.patchbay.ids;

import java.util.UUID;

/** A person, who may be a member of several workspaces. */
public record PersonId(UUID value) {
  public static PersonId of(String text) {
    return new PersonId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
