/** Speaking to a provider the way its catalog entry says. */
@NullMarked
@ApplicationModule(allowedDependencies = {"catalog", "database", "egress", "rounds", "vault"})
package io.patchbay.providers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
