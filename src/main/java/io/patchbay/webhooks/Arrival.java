package io.patchbay.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A verified delivery on its way into the database.
 *
 * @param key tells it apart from every other for 72 hours
 * @param body as it came; it is sealed on its way
 * @param targets the connections that it is a fact of; an event is kept for each workspace among
 *     them whose install is not disabled
 * @param says what the event says beside its body, as JSON
 */
record Arrival(
    byte[] key,
    Instant at,
    String contentType,
    byte[] body,
    String integration,
    List<Target> targets,
    String says) {

  record Told(byte[] key, Target target, UUID event, String integration, String says) {}

  List<Told> told() {
    return targets.stream()
        .filter(it -> it.workspace() != null && !it.disabled())
        .map(it -> new Told(key, it, UUID.randomUUID(), integration, says))
        .toList();
  }

  @Override
  public String toString() {
    return "Arrival[" + body.length + " bytes of " + integration + "]";
  }
}
