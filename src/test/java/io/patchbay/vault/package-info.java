@NullMarked
package io.patchbay.vault;

import org.jspecify.annotations.NullMarked;
