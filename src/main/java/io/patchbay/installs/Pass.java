package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Integration.Gate;
import io.patchbay.connections.Label;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What opens an entry's gate for one workspace: its plan, and the flags that the host app set for
 * it.
 */
public final class Pass {
  private final List<String> plans;
  private final String plan;
  private final Set<String> flags;

  Pass(List<String> plans, String plan, Set<String> flags) {
    this.plans = plans;
    this.plan = plan;
    this.flags = Set.copyOf(flags);
  }

  /** Those of some gates that stay shut. */
  public Set<Gate> shut(Collection<Gate> gates) {
    return gates.stream().filter(it -> !opens(it)).collect(Collectors.toUnmodifiableSet());
  }

  /** What was begun stays open: a plan that is lost leaves existing installs working. */
  public Access to(Integration integration, InstallStatus status) {
    var gate = integration.gate();
    return gate == null || inUse(status) || opens(gate)
        ? Access.OPEN
        : gate.hide() ? Access.HIDDEN : Access.UNAVAILABLE;
  }

  private static boolean inUse(InstallStatus status) {
    return status.label() != Label.NOT_SET_UP;
  }

  /** A plan that the order does not name opens the gates of that same plan alone. */
  private boolean opens(Gate gate) {
    if (gate.flag() != null) {
      return flags.contains(gate.flag());
    }
    int needed = plans.indexOf(gate.plan());
    return plan.equals(gate.plan()) || (needed >= 0 && plans.indexOf(plan) >= needed);
  }
}
