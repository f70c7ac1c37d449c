/** The pages of the people who run Patchbay. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "database",
      "catalog",
      "vault",
      "connections",
      "installs",
      "members",
      "activity",
      "directory",
      "providers",
      "incidents",
      "emergencies",
      "usage",
      "shell"
    })
package io.patchbay.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
