/** What the host app says of moving data through a connection. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "events", "database", "catalog", "connections"})
package io.patchbay.syncs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
