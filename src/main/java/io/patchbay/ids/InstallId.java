package io.patchbay.ids;

import java.util.UUID;

/** One integration turned on in one workspace. */
public record InstallId(UUID value) {
  public static InstallId of(String text) {
    return new InstallId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
