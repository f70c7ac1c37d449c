@NullMarked
package io.patchbay.directory;

import org.jspecify.annotations.NullMarked;
