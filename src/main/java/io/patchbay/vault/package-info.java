/** Keeping a secret. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "database", "rounds"})
package io.patchbay.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
