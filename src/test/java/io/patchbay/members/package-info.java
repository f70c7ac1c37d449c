@NullMarked
package io.patchbay.members;

import org.jspecify.annotations.NullMarked;
