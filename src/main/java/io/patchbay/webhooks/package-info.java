/** What providers send us. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "database",
      "catalog",
      "vault",
      "providers",
      "connections",
      "installs"
    })
package io.patchbay.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
