/** What a workspace turned on, and how far its setup is. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "connections",
      "members",
      "shell"
    })
package io.patchbay.installs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
