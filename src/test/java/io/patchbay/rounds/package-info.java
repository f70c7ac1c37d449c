@NullMarked
package io.patchbay.rounds;

import org.jspecify.annotations.NullMarked;
