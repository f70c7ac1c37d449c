@NullMarked
package io.patchbay.health;

import org.jspecify.annotations.NullMarked;
