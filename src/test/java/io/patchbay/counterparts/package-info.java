/** Patchbay against stand-ins for real providers that somebody else wrote. */
@NullMarked
package io.patchbay.counterparts;

import org.jspecify.annotations.NullMarked;
