package io.patchbay.installs;

import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Outage;
import io.patchbay.ids.ConnectionId;
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
 * @param outages the incidents that go on, of any provider
 * @param owners of the personal sources among the connections: what the workspace calls them
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
    Map<String, Integer> picked,
    List<Outage> outages,
    Map<ConnectionId, String> owners) {

  /** What the workspace calls whose own source this is; empty where it is nobody's own. */
  public String ownerOf(ConnectionId connection) {
    return owners.getOrDefault(connection, "");
  }

  /** What is known of the connections while the incidents of their provider go on. */
  public List<ConnectionFacts> connections(String provider) {
    if (outages.isEmpty()) {
      return connections;
    }
    var affecting = outages.stream().filter(it -> it.provider().equals(provider)).findFirst();
    return affecting
        .map(outage -> connections.stream().map(it -> it.during(outage)).toList())
        .orElse(connections);
  }

  /**
   * @param name of who did it, as the workspace knows them
   */
  public record Disabled(Instant at, PersonId by, String name) {}
}
