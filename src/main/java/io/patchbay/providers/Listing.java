package io.patchbay.providers;

import io.patchbay.catalog.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of things that can be picked. */
public sealed interface Listing {
  /**
   * @param next to be handed back for the following page, or null on the last
   */
  record Page(List<Item> items, @Nullable String next) implements Listing {}

  record Failed(Failure bucket, String code) implements Listing {}

  /** Names and details are untrusted text. */
  record Item(String id, String name, String detail, boolean isPrivate, boolean archived) {}
}
