package io.patchbay.installs;

import io.patchbay.database.OneTrip;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Knows the product's plans, from the smallest to the greatest. */
@Component
public class Passes {
  private final List<String> plans;

  Passes(@Value("${patchbay.plans:free,team,business,enterprise}") List<String> plans) {
    this.plans = List.copyOf(plans);
  }

  /** Adds to a trip what it takes to know which gates open for the workspace it entered. */
  public Pass ask(OneTrip trip) {
    return Pass.ask(trip, plans);
  }
}
