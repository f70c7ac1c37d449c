/** What happened, to what, by whom: it listens, nobody calls it to write. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "events", "database"})
package io.patchbay.activity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
