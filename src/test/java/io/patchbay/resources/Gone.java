package io.patchbay.resources;

import io.patchbay.catalog.Integration;
import io.patchbay.ids.ConnectionId;
import org.springframework.context.ApplicationContext;

/** Counts again what is gone at the provider, as the program does after it looked. */
public record Gone(ApplicationContext program) {
  public void recount(Integration entry, ConnectionId connection) {
    program.getBean(Vanishing.class).recount(entry, connection);
  }
}
