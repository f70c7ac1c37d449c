package io.patchbay.resources;

import io.patchbay.ids.ConnectionId;
import org.springframework.context.ApplicationContext;

/** Counts again what is gone at the provider, as the program does after it looked. */
public record Gone(ApplicationContext program) {
  public void recount(ConnectionId connection) {
    program.getBean(Vanishing.class).recount(connection);
  }
}
