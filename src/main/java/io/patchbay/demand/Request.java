package io.patchbay.demand;

import io.patchbay.ids.PersonId;
import io.patchbay.installs.NextAction;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a member asked their Admins for. Approving grants no right: the request closes when the
 * thing is done.
 *
 * @param action what was needed when it was asked
 * @param byName who asked, as the workspace knows them
 * @param answeredBy who approved or declined, or null
 * @param answer what was said with a refusal; may be empty
 */
public record Request(
    UUID id,
    String integration,
    NextAction.Kind action,
    PersonId by,
    String byName,
    Instant askedAt,
    @Nullable Instant approvedAt,
    @Nullable Instant declinedAt,
    @Nullable Instant doneAt,
    @Nullable String answeredBy,
    String answer) {

  /** How a request stands. */
  public sealed interface Standing {
    record Waiting() implements Standing {}

    record Approved(Instant at, String by) implements Standing {}

    record Declined(Instant at, String by, String answer) implements Standing {}

    record Done(Instant at) implements Standing {}
  }

  public Standing standing() {
    var by = answeredBy == null ? "" : answeredBy;
    if (declinedAt != null) {
      return new Standing.Declined(declinedAt, by, answer);
    }
    if (doneAt != null) {
      return new Standing.Done(doneAt);
    }
    return approvedAt == null ? new Standing.Waiting() : new Standing.Approved(approvedAt, by);
  }

  public boolean open() {
    return declinedAt == null && doneAt == null;
  }
}
