/** The JSON that the host app reads. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "vault",
      "catalog",
      "providers",
      "authorization",
      "health",
      "connections",
      "installs",
      "members",
      "syncs",
      "directory",
      "outbox",
      "shell"
    })
package io.patchbay.hostapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
