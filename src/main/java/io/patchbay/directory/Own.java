package io.patchbay.directory;

import io.patchbay.catalog.Integration;
import io.patchbay.database.OneTrip;
import io.patchbay.demand.Wishes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the reader themselves has under way, by integration; it fills when the trip runs.
 *
 * @param asked what they asked for and still wait for
 * @param wishes what they wish for and were not told of
 * @param connecting where they are at a provider's consent page right now
 */
public record Own(Set<String> asked, Set<String> connecting, List<Wishes.Open> wishes) {
  static Own ask(OneTrip trip, Instant now) {
    var own = new Own(new HashSet<>(), new HashSet<>(), Wishes.own(trip));
    trip.ask(
        """
        select false, integration from access_requests
        where workspace_id = (select current_workspace()) and asked_by = (select current_person()) and declined_at is null and done_at is null
        union all
        select true, integration from flows
        where workspace_id = (select current_workspace()) and person_id = (select current_person()) and expires_at > ?::timestamptz\
        """,
        List.of(now.toString()),
        rows -> {
          while (rows.next()) {
            (rows.getBoolean(1) ? own.connecting : own.asked).add(rows.getString(2));
          }
        });
    return own;
  }

  /** What is coming soon is wished for; the rest is asked of an Admin. */
  boolean asked(Integration integration) {
    return integration.comingSoon()
        ? wishes.stream().anyMatch(it -> integration.slug().equals(it.integration()))
        : asked.contains(integration.slug());
  }
}
