/** What workspaces, people, installs, connections and resources are called inside the program. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.patchbay.ids;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
