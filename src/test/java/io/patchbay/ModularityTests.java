package io.patchbay;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
  @Test
  void theRoomsKeepTheirWalls() {
    ApplicationModules.of(Patchbay.class).verify();
  }
}
