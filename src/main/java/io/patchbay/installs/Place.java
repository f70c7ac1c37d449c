package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.members.Action;
import io.patchbay.members.Decision;
import io.patchbay.members.Forbidden;
import io.patchbay.members.Member;
import io.patchbay.members.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One integration in one workspace, and the member who stands before it.
 *
 * @param access whether the workspace may begin with it
 */
public record Place(
    Member member, Integration integration, @Nullable InstallFacts install, Access access) {
  private static final Set<Action> BEGINNING =
      Set.of(Action.CONNECT, Action.RECONNECT, Action.FINISH_SETUP, Action.PICK, Action.ENABLE);

  public boolean sensitive() {
    return install == null ? integration.sensitive() : install.requiresBillingAdmin();
  }

  /**
   * @throws Forbidden if the policy says no, or the workspace can't have this integration
   */
  public void demand(Action action) {
    var gate = integration.gate();
    if (!access.open() && gate != null && BEGINNING.contains(action)) {
      throw new Forbidden(
          new Decision.Refused(action, gate.plan() == null ? "gate.flag" : "gate.plan"));
    }
    Policy.demand(action, member, sensitive());
  }

  public boolean may(Action action) {
    return (access.open() || !BEGINNING.contains(action))
        && Policy.decide(action, member, sensitive()).allowed();
  }

  public Addresses addresses() {
    return new Addresses(member.slug());
  }

  public List<ConnectionFacts> connections() {
    return install == null ? List.of() : install.connections();
  }

  /** Without the members' own, which nobody but their owner may renew or end. */
  public List<ConnectionFacts> ofTheWorkspace() {
    return connections().stream().filter(it -> it.owner() instanceof Owner.Workspace).toList();
  }

  /** One of {@link #ofTheWorkspace()}. */
  public Optional<ConnectionFacts> ofTheWorkspace(UUID id) {
    return connection(id).filter(it -> it.owner() instanceof Owner.Workspace);
  }

  /** Those that this member may set up and pick through: the workspace's, and their own. */
  public List<ConnectionFacts> usable() {
    return connections().stream()
        .filter(it ->
            it.owner() instanceof Owner.Workspace
                || it.owner().id().equals(member.person().value()))
        .toList();
  }

  /** One of {@link #usable()}. */
  public Optional<ConnectionFacts> usable(@Nullable UUID id) {
    return usable().stream().filter(it -> it.id().value().equals(id)).findFirst();
  }

  public Optional<ConnectionFacts> connection(@Nullable UUID id) {
    return id == null
        ? Optional.empty()
        : connections().stream().filter(it -> it.id().equals(new ConnectionId(id))).findFirst();
  }
}
