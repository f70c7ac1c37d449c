package io.patchbay.operator;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * What support pastes into a ticket: ids, codes and times of one install. No secret, no account's
 * name, nothing that a person typed or a provider sent.
 */
final class Bundle {
  private static final int NEWEST = 20;

  private Bundle() {}

  static String of(
      Integration integration,
      InstallFacts install,
      InstallStatus status,
      SupportReading.Seen seen) {
    var lines = new ArrayList<String>();
    lines.add("integration: " + integration.slug());
    lines.add("install: " + install.id());
    lines.add("created: " + install.createdAt());
    lines.add("status: " + status.label().word() + " (" + status.reason().word() + ")");
    lines.add("since: " + status.since());
    lines.add("setup: " + status.setup().requiredDone() + "/" + status.setup().requiredTotal());
    lines.add("picked: " + install.picked());
    status
        .evidence()
        .forEach(it ->
            lines.add(
                "evidence: "
                    + it.fact()
                    + " "
                    + it.at()
                    + " "
                    + it.connection()
                    + " "
                    + it.code()));
    for (int i = 0; i < install.connections().size(); i++) {
      connection(lines, install.connections().get(i), status, i);
    }
    newest(lines, install, integration, seen);
    return String.join("\n", lines);
  }

  private static void connection(
      List<String> lines, ConnectionFacts facts, InstallStatus status, int number) {
    lines.add(
        "connection: %s owner=%s reason=%s first_ok=%s last_ok=%s last_attempt=%s"
            .formatted(
                facts.id(),
                facts.owner().kind(),
                status.connections().get(number).reason().word(),
                facts.firstOk(),
                facts.lastOk(),
                facts.lastAttempt()));
  }

  private static void newest(
      List<String> lines, InstallFacts install, Integration integration, SupportReading.Seen seen) {
    var ids = install.connections().stream().map(it -> it.id().value()).toList();
    seen.checks().stream()
        .filter(it -> ids.contains(it.connection()))
        .limit(NEWEST)
        .forEach(it ->
            lines.add(
                "check: %s %s %s %s %s"
                    .formatted(it.at(), it.connection(), it.outcome(), it.bucket(), it.code())));
    seen.events().stream()
        .filter(it -> it.integration().equals(integration.slug()))
        .limit(NEWEST)
        .forEach(it -> lines.add("activity: %s %s %s".formatted(it.at(), it.what(), it.code())));
  }
}
