/** What makes an entry wrong although its shape is right: one small file for each rule. */
@NullMarked
package io.patchbay.catalog.rules;

import org.jspecify.annotations.NullMarked;
