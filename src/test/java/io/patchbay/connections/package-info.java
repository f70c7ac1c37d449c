@NullMarked
package io.patchbay.connections;

import org.jspecify.annotations.NullMarked;
