@NullMarked
package io.patchbay.egress;

import org.jspecify.annotations.NullMarked;
