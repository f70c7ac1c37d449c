/** Asking a provider whether a connection still works. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "vault",
      "providers",
      "connections",
      "installs",
      "incidents",
      "rounds",
      "members",
      "shell"
    })
package io.patchbay.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
