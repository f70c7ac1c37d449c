@NullMarked
package io.patchbay.hostapi;

import org.jspecify.annotations.NullMarked;
