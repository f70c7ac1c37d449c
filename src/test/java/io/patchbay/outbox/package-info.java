@NullMarked
package io.patchbay.outbox;

import org.jspecify.annotations.NullMarked;
