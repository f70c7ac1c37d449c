/** The frame of every page: layout, words, errors as pages and as problem+json. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "members"})
package io.patchbay.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
