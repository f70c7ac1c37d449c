package io.patchbay.authorization;

import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.ids.ConnectionId;
import io.patchbay.installs.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The wizard's connect screen, where a flow begins and ends. */
@Component
class Stay {
  private static final int LONGEST_LABEL = 80;

  private final Connections connections;

  Stay(Connections connections) {
    this.connections = connections;
  }

  String connectStep(Integration integration) {
    return integration.steps().stream()
        .filter(Step.Connect.class::isInstance)
        .map(Step::id)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("The entry " + integration.slug() + " has no connect step"));
  }

  /** Always with a query string, so that more can be appended. */
  String screen(Place place, @Nullable ConnectionId connection) {
    var address =
        place.addresses().setup(place.integration().slug(), connectStep(place.integration()));
    return address + (connection == null ? "?another=true" : "?connection=" + connection);
  }

  void label(ConnectionFacts connection, String label) {
    var text = label.strip();
    connections.label(
        connection.id(),
        text.isEmpty() ? null : text.substring(0, Math.min(LONGEST_LABEL, text.length())));
  }
}
