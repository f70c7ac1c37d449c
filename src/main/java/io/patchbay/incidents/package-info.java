/** Providers that fail many of their connections alike. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "database", "catalog", "events"})
package io.patchbay.incidents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
