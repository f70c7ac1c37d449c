/** What is linked and through whose account: connecting it, seeing all of it, keeping one's own. */
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
      "members",
      "authorization",
      "resources",
      "activity",
      "directory",
      "setup",
      "shell"
    })
package io.patchbay.sources;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
