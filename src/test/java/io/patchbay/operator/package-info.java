@NullMarked
package io.patchbay.operator;

import org.jspecify.annotations.NullMarked;
