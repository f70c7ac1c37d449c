@NullMarked
package io.patchbay.resources;

import org.jspecify.annotations.NullMarked;
