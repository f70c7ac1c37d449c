package io.patchbay.installs;

import io.patchbay.database.Columns;
import io.patchbay.database.OneTrip;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Knows the product's plans, from the smallest to the greatest. */
@Component
public class Passes {
  private final List<String> plans;

  Passes(Environment settings) {
    this.plans =
        Binder.get(settings)
            .bind("patchbay.plans", Bindable.listOf(String.class))
            .orElse(List.of("free", "team", "business", "enterprise"));
  }

  /**
   * What opens for a workspace.
   *
   * @param plan the workspace's
   * @param flags that the host app set for it
   */
  public Pass of(String plan, Set<String> flags) {
    return new Pass(plans, plan, flags);
  }

  /** The same for the workspace that a trip entered; ask for it when the trip has run. */
  public Supplier<Pass> ask(OneTrip trip) {
    var found = new AtomicReference<>(of("", Set.of()));
    trip.ask(
        "select plan, flags from workspaces where id = (select current_workspace())",
        List.of(),
        rows -> {
          if (rows.next()) {
            found.set(of(rows.getString(1), Columns.texts(rows, 2)));
          }
        });
    return found::get;
  }
}
