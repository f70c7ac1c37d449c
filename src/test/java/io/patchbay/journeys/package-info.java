/** A person's path in a real browser, from the first click to what the card says. */
@NullMarked
package io.patchbay.journeys;

import org.jspecify.annotations.NullMarked;
