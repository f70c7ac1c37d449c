/** The page of cards and the details: reads only. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "providers",
      "connections",
      "installs",
      "members",
      "demand",
      "activity",
      "usage",
      "shell"
    })
package io.patchbay.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
