@NullMarked
package io.patchbay.usage;

import org.jspecify.annotations.NullMarked;
