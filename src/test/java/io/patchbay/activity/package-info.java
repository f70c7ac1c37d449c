@NullMarked
package io.patchbay.activity;

import org.jspecify.annotations.NullMarked;
