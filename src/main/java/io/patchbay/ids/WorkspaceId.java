package io.patchbay.ids;

import java.util.UUID;

/** A tenant: one workspace of the host app. */
public record WorkspaceId(UUID value) {
  public static WorkspaceId of(String text) {
    return new WorkspaceId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
