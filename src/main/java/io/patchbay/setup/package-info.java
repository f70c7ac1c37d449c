/** The wizard: an entry's declared steps, one screen at a time. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "vault",
      "providers",
      "vault",
      "connections",
      "installs",
      "members",
      "authorization",
      "resources",
      "webhooks",
      "activity",
      "directory",
      "shell"
    })
package io.patchbay.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
