@NullMarked
package io.patchbay.setup;

import org.jspecify.annotations.NullMarked;
