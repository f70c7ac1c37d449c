/** What bin/bench measures; no part of the tests. */
@NullMarked
package io.patchbay.benchmarks;

import org.jspecify.annotations.NullMarked;
