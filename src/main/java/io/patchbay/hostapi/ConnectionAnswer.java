package io.patchbay.hostapi;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Expectations;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the host app reads it; never its credential.
 *
 * @param scopes those granted, or null where no answer named any
 * @param checkedAt the latest attempt of any kind, or null
 */
record ConnectionAnswer(
    String id,
    String integration,
    Account account,
    Status status,
    @Nullable List<String> scopes,
    Instant createdAt,
    @Nullable Instant checkedAt) {

  /** Names are the provider's; the label is a member's. */
  record Account(
      @Nullable String id, @Nullable String name, @Nullable String label, @Nullable String url) {}

  record Status(
      String label,
      String reason,
      @Nullable Instant since,
      List<IntegrationsAnswer.Fact> evidence) {}

  static ConnectionAnswer of(
      Integration integration, ConnectionFacts facts, boolean disabled, Instant now) {
    var account = facts.account();
    var grant = facts.grant();
    return new ConnectionAnswer(
        facts.id().toString(),
        integration.slug(),
        new Account(account.id(), account.name(), account.label(), account.url()),
        status(integration, facts, disabled, now),
        grant == null ? null : grant.scopes().stream().sorted().toList(),
        facts.createdAt(),
        facts.lastAttempt());
  }

  private static Status status(
      Integration integration, ConnectionFacts facts, boolean disabled, Instant now) {
    if (disabled) {
      return new Status("disabled", "disabled", null, List.of());
    }
    var status = ConnectionStatus.at(now, facts, Expectations.of(integration));
    return new Status(
        status.reason().label().word(),
        status.reason().word(),
        status.since(),
        status.evidence().stream()
            .map(it ->
                new IntegrationsAnswer.Fact(
                    it.fact(),
                    it.connection() == null ? null : it.connection().toString(),
                    it.at(),
                    it.code()))
            .toList());
  }
}
