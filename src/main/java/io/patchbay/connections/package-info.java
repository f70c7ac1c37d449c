/** An account at a provider: its facts, and the status they mean. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"ids", "events", "database", "catalog", "vault", "providers"})
package io.patchbay.connections;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
