/** Picking repositories, channels, calendars. */
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
      "health"
    })
package io.patchbay.resources;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
