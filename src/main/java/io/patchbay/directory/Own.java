package io.patchbay.directory;

import io.patchbay.catalog.Integration;
import io.patchbay.demand.Wishes;
import java.util.List;
import java.util.Set;

/**
 * What the reader themselves has under way, by integration.
 *
 * @param asked what they asked for and still wait for
 * @param wishes what they wish for and were not told of
 * @param connecting where they are at a provider's consent page right now
 */
public record Own(Set<String> asked, Set<String> connecting, List<Wishes.Open> wishes) {
  /** What is coming soon is wished for; the rest is asked of an Admin. */
  boolean asked(Integration integration) {
    return integration.comingSoon()
        ? wishes.stream().anyMatch(it -> integration.slug().equals(it.integration()))
        : asked.contains(integration.slug());
  }
}
