/** Proving, before a start, that a start will work. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "settings",
      "database",
      "vault",
      "catalog",
      "egress",
      "providers",
      "shell"
    })
package io.patchbay.doctor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
