/** How much the product is used, counted by the hour without anybody's name. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"ids", "events", "database", "catalog", "rounds", "shell"})
package io.patchbay.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
