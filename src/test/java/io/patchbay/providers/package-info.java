@NullMarked
package io.patchbay.providers;

import org.jspecify.annotations.NullMarked;
