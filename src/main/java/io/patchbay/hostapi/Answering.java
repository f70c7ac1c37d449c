package io.patchbay.hostapi;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Label;
import io.patchbay.directory.DirectoryReading;
import io.patchbay.directory.Sayings;
import io.patchbay.installs.Addresses;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.NextAction;
import io.patchbay.members.Member;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says in JSON what the page says in HTML, of the same facts and in the same sentences.
 *
 * @param base the public address, without a slash at the end
 * @param member for whom, or null for whoever may do everything
 */
record Answering(Sayings say, Addresses addresses, String base, @Nullable Member member) {

  IntegrationsAnswer.Integration integration(DirectoryReading.Line line) {
    var integration = line.integration();
    var status = line.status();
    var install = line.install();
    var setup = status.setup();
    return new IntegrationsAnswer.Integration(
        integration.slug(),
        integration.name(),
        new IntegrationsAnswer.Status(
            status.label().word(),
            status.reason().word(),
            status.since(),
            status.evidence().stream()
                .map(it ->
                    new IntegrationsAnswer.Fact(
                        it.fact(),
                        it.connection() == null ? null : it.connection().toString(),
                        it.at(),
                        it.code()))
                .toList(),
            action(line),
            message(line)),
        checkedAt(install),
        new IntegrationsAnswer.Setup(
            setup.requiredDone(),
            setup.requiredTotal(),
            setup.next().map(it -> it.id()).orElse(null)),
        new IntegrationsAnswer.Connections(
            install == null ? 0 : install.connections().size(),
            status.failing(),
            say.connections(integration, install, status)),
        sync(line));
  }

  private IntegrationsAnswer.@Nullable Sync sync(DirectoryReading.Line line) {
    var install = line.install();
    var told =
        install == null
            ? List.<ConnectionFacts.Syncs>of()
            : install.connections().stream()
                .map(ConnectionFacts::syncs)
                .filter(it -> !it.equals(ConnectionFacts.Syncs.NONE))
                .toList();
    return told.isEmpty()
        ? null
        : new IntegrationsAnswer.Sync(
            say.syncing(line.integration(), install),
            earliest(told.stream().map(ConnectionFacts.Syncs::lastFinished)),
            earliest(told.stream().map(ConnectionFacts.Syncs::nextBy)));
  }

  private static @Nullable Instant earliest(Stream<@Nullable Instant> times) {
    return times
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private IntegrationsAnswer.Message message(DirectoryReading.Line line) {
    var message =
        line.access().open()
            ? say.message(line.integration(), line.install(), line.status())
            : say.closed(line.integration());
    return new IntegrationsAnswer.Message(message.happened(), message.toDo(), message.automatic());
  }

  private IntegrationsAnswer.NextAction action(DirectoryReading.Line line) {
    var integration = line.integration();
    var action = NextAction.of(integration, line.access(), line.status());
    if (member != null) {
      action = action.forMember(member, sensitive(line), line.status());
    }
    return new IntegrationsAnswer.NextAction(
        action.kind().word(),
        label(integration, action.kind(), line),
        base + addresses.of(integration.slug(), action));
  }

  private static boolean sensitive(DirectoryReading.Line line) {
    return line.install() == null
        ? line.integration().sensitive()
        : line.install().requiresBillingAdmin();
  }

  private String label(Integration integration, NextAction.Kind kind, DirectoryReading.Line line) {
    return switch (kind) {
      case UNAVAILABLE -> say.gate(integration);
      case ASK_OWNER -> say.askOwner(line.install(), line.status().speaks());
      case CONNECT,
          CONTINUE_SETUP,
          RECONNECT,
          FIX_PERMISSIONS,
          FIX_WEBHOOK,
          ENABLE,
          MANAGE,
          REQUEST,
          ASK_ADMIN ->
          say.action(kind);
    };
  }

  private static @Nullable Instant checkedAt(@Nullable InstallFacts install) {
    return install == null
        ? null
        : earliest(install.connections().stream().map(ConnectionFacts::lastAttempt));
  }

  static IntegrationsAnswer.Counts counts(DirectoryReading.Seen seen) {
    return new IntegrationsAnswer.Counts(
        seen.all(),
        count(seen, Label.CONNECTED),
        count(seen, Label.NEEDS_ATTENTION),
        count(seen, Label.IN_PROGRESS),
        count(seen, Label.NOT_SET_UP),
        count(seen, Label.DISABLED));
  }

  private static int count(DirectoryReading.Seen seen, Label label) {
    return seen.counts().getOrDefault(label, 0);
  }
}
