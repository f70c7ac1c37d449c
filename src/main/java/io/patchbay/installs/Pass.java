package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Integration.Gate;
import io.patchbay.connections.Label;
import io.patchbay.database.OneTrip;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What opens an entry's gate for one workspace: its plan, and the flags that the host app set for
 * it. It fills when the trip runs.
 */
public final class Pass {
  private final List<String> plans;
  private String plan = "";
  private Set<String> flags = Set.of();

  Pass(List<String> plans) {
    this.plans = plans;
  }

  static Pass ask(OneTrip trip, List<String> plans) {
    var pass = new Pass(plans);
    trip.ask(
        "select plan, flags from workspaces where id = (select current_workspace())",
        List.of(),
        rows -> {
          if (rows.next()) {
            pass.plan = rows.getString(1);
            pass.flags = io.patchbay.database.Columns.texts(rows, 2);
          }
        });
    return pass;
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
