/** What can be connected, declared as folders of data. */
@NullMarked
@ApplicationModule(allowedDependencies = {"program"})
package io.patchbay.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
