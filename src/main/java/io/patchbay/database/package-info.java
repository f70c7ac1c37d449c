/** The one PostgreSQL: started or reached, migrated, entered one owner at a time. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "program", "rounds"})
package io.patchbay.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
