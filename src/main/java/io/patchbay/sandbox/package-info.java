/** The pretend providers that let every flow be clicked through offline. */
@NullMarked
@ApplicationModule(allowedDependencies = {"egress", "providers", "vault", "shell"})
package io.patchbay.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
