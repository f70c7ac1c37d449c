package io.patchbay.connections;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.catalog.Webhook;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog entry expects of each of its connections.
 *
 * @param ownWebhook whether each connection has an address and a secret of its own, so that a
 *     verified event is a fact of it
 * @param eventEvery silence for longer than this is trouble; null where silence is normal
 */
public record Expectations(
    List<String> requiredScopes,
    Duration checkEvery,
    boolean ownWebhook,
    @Nullable Duration eventEvery) {
  private static final Duration DEFAULT_CADENCE = Duration.ofHours(6);

  /** Whoever was not checked for longer than this is in trouble. */
  public Duration overdue() {
    return checkEvery.multipliedBy(ConnectionStatus.CADENCES);
  }

  public static Expectations of(Integration integration) {
    var webhook = integration.webhook();
    return new Expectations(
        integration.requiredScopes().stream().map(Auth.Scope::id).toList(),
        integration.check() == null ? DEFAULT_CADENCE : integration.check().every(),
        webhook != null
            && webhook.signature().secretFrom() == Webhook.SecretFrom.CONNECTION
            && integration.steps().stream().anyMatch(Step.Webhook.class::isInstance),
        webhook == null ? null : webhook.expectEvery());
  }
}
