/** What strangers, members of too low a rank and other sites try. */
@NullMarked
package io.patchbay.attacks;

import org.jspecify.annotations.NullMarked;
