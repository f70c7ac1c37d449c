/** What tests share: a database, a clock, a pretend provider. */
@NullMarked
package io.patchbay.testing;

import org.jspecify.annotations.NullMarked;
