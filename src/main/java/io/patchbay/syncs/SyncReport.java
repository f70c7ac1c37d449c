package io.patchbay.syncs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One report of the host app on one sync run.
 *
 * @param run the host's own name for it, so that a report that arrives twice counts once; null: the
 *     run that is open, or else a new one
 * @param done of {@code total}; null where the host doesn't count
 * @param kind a kind of resource of the entry, which says what is counted; null where it doesn't
 *     say
 * @param rows how many rows it moved so far, or null
 * @param code the host's word for why it failed, or null; untrusted text
 * @param nextWithin how soon the host starts the next one, or null
 */
public record SyncReport(
    @Nullable String run,
    State state,
    @Nullable Integer done,
    @Nullable Integer total,
    @Nullable String kind,
    @Nullable Long rows,
    @Nullable String code,
    @Nullable Duration nextWithin) {

  public enum State {
    RUNNING,
    FINISHED,
    FAILED
  }
}
