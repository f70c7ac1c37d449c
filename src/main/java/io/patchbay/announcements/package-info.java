/** Telling the host app that a status changed. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "connections",
      "installs",
      "rounds"
    })
package io.patchbay.announcements;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
