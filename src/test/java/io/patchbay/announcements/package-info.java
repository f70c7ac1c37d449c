@NullMarked
package io.patchbay.announcements;

import org.jspecify.annotations.NullMarked;
