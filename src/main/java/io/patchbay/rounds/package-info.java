/** Doing something again and again on each node. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.patchbay.rounds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
