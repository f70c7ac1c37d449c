/** What providers send us. */
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
      "health",
      "outbox",
      "rounds",
      "shell"
    })
package io.patchbay.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
