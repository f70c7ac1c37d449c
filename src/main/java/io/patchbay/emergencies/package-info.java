/** Ending what must not go on, at an operator's word. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "catalog",
      "vault",
      "connections",
      "providers",
      "rounds"
    })
package io.patchbay.emergencies;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
