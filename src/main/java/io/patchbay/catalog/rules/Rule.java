package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** One way in which an entry can be wrong. Its document has the shape that the schema demands. */
interface Rule {
  Stream<Finding> check(Entry entry);
}
