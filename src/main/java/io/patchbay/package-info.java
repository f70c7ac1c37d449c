/** The integrations directory whose status never lies. */
@NullMarked
package io.patchbay;

import org.jspecify.annotations.NullMarked;
