/** What happened, as said by the room where it happened. */
@NullMarked
@ApplicationModule(allowedDependencies = {"ids"})
package io.patchbay.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
