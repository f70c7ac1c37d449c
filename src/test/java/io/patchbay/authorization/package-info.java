@NullMarked
package io.patchbay.authorization;

import org.jspecify.annotations.NullMarked;
