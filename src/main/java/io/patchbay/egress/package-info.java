/** The only door out: every outgoing call leaves through it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.patchbay.egress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
