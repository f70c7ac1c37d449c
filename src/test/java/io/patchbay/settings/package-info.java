@NullMarked
package io.patchbay.settings;

import org.jspecify.annotations.NullMarked;
