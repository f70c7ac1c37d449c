/** What this program is made of, to tell at a glance that it is the one that was here before. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.patchbay.program;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
