package io.patchbay.directory;

import io.patchbay.catalog.Integration;

/** Where logos are served: named by their content, so that they may be kept for ever. */
public final class Logos {
  private Logos() {}

  public static String address(Integration integration) {
    return integration.logoAddress();
  }
}
