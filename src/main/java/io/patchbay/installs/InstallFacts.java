package io.patchbay.installs;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one integration in one workspace.
 *
 * @param connections those that were not removed, and the personal sources linked to it
 * @param saved by form step: the fields that hold a choice
 * @param skipped optional steps that somebody set aside
 * @param picked by kind of resource: how many are linked
 */
public record InstallFacts(
    InstallId id,
    String integration,
    Instant createdAt,
    boolean requiresBillingAdmin,
    @Nullable Disabled disabled,
    List<ConnectionFacts> connections,
    Map<String, Set<String>> saved,
    Set<String> skipped,
    Map<String, Integer> picked) {

  /**
   * @param name of who did it, as the workspace knows them
   */
  public record Disabled(Instant at, PersonId by, String name) {}
}
