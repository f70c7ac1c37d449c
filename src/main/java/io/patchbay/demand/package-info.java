/** What people ask for and may not do, or can't have yet. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "connections",
      "installs",
      "members",
      "shell"
    })
package io.patchbay.demand;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
