/** What an operator may set: the names, and the paths among their values. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.patchbay.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
