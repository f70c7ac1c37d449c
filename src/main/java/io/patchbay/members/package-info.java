/** Who is asking, and what they may do: one policy. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids", "database", "vault"})
package io.patchbay.members;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
