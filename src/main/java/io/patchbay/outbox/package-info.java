/** What the host app is told, kept until it heard it. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "ids",
      "events",
      "database",
      "vault",
      "egress",
      "providers",
      "members",
      "shell",
      "catalog"
    })
package io.patchbay.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
