package io.patchbay.catalog;

import org.jspecify.annotations.Nullable;

/**
 * An entry's folder as it was found, unread.
 *
 * @param file how its integration.yml is called in messages
 * @param folder the folder's own name
 * @param sha256 of the yaml, in hex
 * @param logo the bytes of its logo.svg, or null
 */
record EntrySource(String file, String folder, byte[] yaml, String sha256, byte @Nullable [] logo) {
  EntrySource(String file, String folder, byte[] yaml, byte @Nullable [] logo) {
    this(file, folder, yaml, EntryCheck.sha256(yaml), logo);
  }
}
