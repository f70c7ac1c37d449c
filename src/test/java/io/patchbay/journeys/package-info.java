@NullMarked
package io.patchbay.journeys;

import org.jspecify.annotations.NullMarked;
