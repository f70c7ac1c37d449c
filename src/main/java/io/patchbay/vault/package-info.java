/** Keeping a secret. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "database"})
package io.patchbay.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
