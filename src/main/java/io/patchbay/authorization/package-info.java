/** Getting a credential. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "rounds",
      "database",
      "catalog",
      "vault",
      "providers",
      "connections",
      "installs",
      "resources",
      "webhooks",
      "members",
      "shell"
    })
package io.patchbay.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
