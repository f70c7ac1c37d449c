@NullMarked
package io.patchbay.doctor;

import org.jspecify.annotations.NullMarked;
