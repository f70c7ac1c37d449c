package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Evidence;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the facts of one install mean now: as healthy as its worst connection.
 *
 * @param since when it began to be so; null where nothing was ever observed
 * @param evidence the facts it rests on, the deciding one first
 * @param speaks the connection that decided, or null where none did
 * @param connections the status of each, in the order of the facts
 */
public record InstallStatus(
    Reason reason,
    @Nullable Instant since,
    List<Evidence> evidence,
    @Nullable ConnectionFacts speaks,
    Setup setup,
    List<ConnectionStatus> connections) {

  public Label label() {
    return reason.label();
  }

  /** How many connections are in trouble of their own. */
  public int failing() {
    return (int) connections.stream().filter(it -> it.reason().failing()).count();
  }

  /** The table, top to bottom: the first row that matches speaks. */
  public static InstallStatus at(
      Instant now, Integration integration, @Nullable InstallFacts install) {
    var setup = Setup.of(integration, install);
    if (install == null) {
      return new InstallStatus(Reason.NOTHING_CONNECTED, null, List.of(), null, setup, List.of());
    }
    var expected = Expectations.of(integration);
    var each =
        install.connections().stream().map(it -> ConnectionStatus.at(now, it, expected)).toList();
    var disabled = install.disabled();
    if (disabled != null) {
      return new InstallStatus(
          Reason.DISABLED,
          disabled.at(),
          List.of(new Evidence("install_disabled", null, disabled.at(), null)),
          null,
          setup,
          each);
    }
    var worst = each.stream().filter(it -> it.reason().failing()).min(WORST_FIRST).orElse(null);
    if (worst != null) {
      return spokenFor(worst, install, setup, each);
    }
    if (install.connections().isEmpty() && !setup.begun()) {
      return new InstallStatus(
          Reason.NOTHING_CONNECTED, install.createdAt(), List.of(), null, setup, each);
    }
    var open = setup.next().orElse(null);
    var unchecked =
        each.stream()
            .filter(it -> it.reason() == Reason.NEVER_CHECKED)
            .min(WORST_FIRST)
            .orElse(null);
    if (unchecked != null) {
      return spokenFor(unchecked, install, setup, each);
    }
    if (open != null || each.isEmpty()) {
      var evidence =
          new Evidence(
              "step_open", null, install.createdAt(), open == null ? "connect" : open.id());
      return new InstallStatus(
          Reason.STEP_OPEN, install.createdAt(), List.of(evidence), null, setup, each);
    }
    return new InstallStatus(
        Reason.WORKING,
        each.stream()
            .map(ConnectionStatus::since)
            .filter(it -> it != null)
            .max(Comparator.naturalOrder())
            .orElse(null),
        each.stream().flatMap(it -> it.evidence().stream()).toList(),
        each.size() == 1 ? install.connections().getFirst() : null,
        setup,
        each);
  }

  private static final Comparator<ConnectionStatus> WORST_FIRST =
      Comparator.<ConnectionStatus>comparingInt(it -> it.reason().row())
          .thenComparing(it -> it.since() == null ? Instant.MAX : it.since());

  private static InstallStatus spokenFor(
      ConnectionStatus by, InstallFacts install, Setup setup, List<ConnectionStatus> each) {
    var speaks =
        install.connections().stream()
            .filter(it -> it.id().equals(by.connection()))
            .findFirst()
            .orElse(null);
    return new InstallStatus(by.reason(), by.since(), by.evidence(), speaks, setup, each);
  }
}
