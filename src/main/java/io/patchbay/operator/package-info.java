/** The pages of the people who run Patchbay. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "catalog", "members", "providers", "shell"})
package io.patchbay.operator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
