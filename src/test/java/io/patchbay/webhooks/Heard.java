package io.patchbay.webhooks;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import java.time.Instant;
import org.springframework.context.ApplicationContext;

/** What a delivery changes, once its signature was looked at. */
public record Heard(ApplicationContext program) {
  public void good(Integration entry, ConnectionFacts connection, Instant now) {
    var webhooks = connection.webhooks();
    var target =
        new Target(
            null,
            null,
            false,
            connection.owner(),
            connection.id(),
            null,
            webhooks.firstEvent() != null,
            webhooks.wrongSignatures(),
            webhooks.lastEvent());
    program.getBean(News.class).good(entry, target, now);
  }

  public void wrong(Integration entry, ConnectionFacts connection, Instant now) {
    program.getBean(News.class).wrong(entry, connection.owner(), connection.id(), now);
  }
}
