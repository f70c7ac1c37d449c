@NullMarked
package io.patchbay.emergencies;

import org.jspecify.annotations.NullMarked;
