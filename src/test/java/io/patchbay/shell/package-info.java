@NullMarked
package io.patchbay.shell;

import org.jspecify.annotations.NullMarked;
