package io.patchbay.installs;

import io.patchbay.catalog.Failure;
import io.patchbay.ids.Owner;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that happened in the life of an install, as somebody watching from outside saw it. */
sealed interface Happening {
  Instant at();

  /** Of one connection; {@code who} is its number, counted from 0. */
  sealed interface ToConnection extends Happening {
    int who();
  }

  record Connected(Instant at, int who, Owner owner) implements ToConnection {}

  /**
   * @param granted the scopes the answer named; null where it named none
   */
  record Answered(Instant at, int who, @Nullable Set<String> granted) implements ToConnection {}

  record Refused(Instant at, int who, Failure as, String code) implements ToConnection {}

  record Unreachable(Instant at, int who, Failure as, String code) implements ToConnection {}

  record SyncRun(Instant at, int who, boolean fine) implements ToConnection {}

  record Delivery(Instant at, int who, boolean genuine) implements ToConnection {}

  record Linked(Instant at, int who, String kind) implements ToConnection {}

  record Unlinked(Instant at, int who, String kind) implements ToConnection {}

  record Vanished(Instant at, int who) implements ToConnection {}

  record Returned(Instant at, int who) implements ToConnection {}

  record Removed(Instant at, int who) implements ToConnection {}

  record Saved(Instant at, String step, Set<String> fields) implements Happening {}

  record Skipped(Instant at, String step) implements Happening {}

  record Cleared(Instant at) implements Happening {}

  record Disabled(Instant at) implements Happening {}

  record Enabled(Instant at) implements Happening {}
}
