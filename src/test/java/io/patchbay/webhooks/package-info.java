@NullMarked
package io.patchbay.webhooks;

import org.jspecify.annotations.NullMarked;
