@NullMarked
package io.patchbay.sources;

import org.jspecify.annotations.NullMarked;
