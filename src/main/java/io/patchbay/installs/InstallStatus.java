package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Evidence;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    int failing = 0;
    for (var connection : connections) {
      failing += connection.reason().failing() ? 1 : 0;
    }
    return failing;
  }

  /** The table, top to bottom: the first row that matches speaks. */
  public static InstallStatus at(
      Instant now, Integration integration, @Nullable InstallFacts install) {
    return at(now, integration, Expectations.of(integration), install);
  }

  /**
   * The same, for many at once.
   *
   * @param expected of the integration
   */
  public static InstallStatus at(
      Instant now, Integration integration, Expectations expected, @Nullable InstallFacts install) {
    var status = asked(now, integration, expected, install);
    return install == null || install.outages().isEmpty()
        ? status
        : status.during(integration, install);
  }

  /** Where the provider's silence speaks, or is at least noted, its incident is named once. */
  private InstallStatus during(Integration integration, InstallFacts install) {
    boolean silence = evidence.stream().anyMatch(it -> it.fact().equals("provider_unreachable"));
    var incident =
        install.outages().stream()
            .filter(it -> silence && it.provider().equals(integration.provider()))
            .map(it -> new Evidence("provider_incident", null, it.since(), it.code()))
            .toList();
    return incident.isEmpty()
        ? this
        : new InstallStatus(
            reason,
            since,
            Stream.concat(evidence.stream(), incident.stream()).toList(),
            speaks,
            setup,
            connections);
  }

  private static InstallStatus asked(
      Instant now, Integration integration, Expectations expected, @Nullable InstallFacts install) {
    var setup = Setup.of(integration, install);
    if (install == null) {
      return new InstallStatus(Reason.NOTHING_CONNECTED, null, List.of(), null, setup, List.of());
    }
    var known = install.connections(integration.provider());
    var each = new ArrayList<ConnectionStatus>(known.size());
    for (var connection : known) {
      each.add(ConnectionStatus.at(now, connection, expected));
    }
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
    var worst = worst(each, Reason::failing);
    if (worst != null) {
      return spokenFor(worst, install, setup, each);
    }
    if (install.connections().isEmpty() && !setup.begun()) {
      return new InstallStatus(
          Reason.NOTHING_CONNECTED, install.createdAt(), List.of(), null, setup, each);
    }
    var open = setup.next().orElse(null);
    var unchecked = worst(each, it -> it == Reason.NEVER_CHECKED);
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
    return working(install, setup, each);
  }

  /** It works since the last of them began to. */
  private static InstallStatus working(
      InstallFacts install, Setup setup, List<ConnectionStatus> each) {
    Instant since = null;
    var evidence = new ArrayList<Evidence>(each.size());
    for (var one : each) {
      evidence.addAll(one.evidence());
      if (one.since() != null && (since == null || one.since().isAfter(since))) {
        since = one.since();
      }
    }
    return new InstallStatus(
        Reason.WORKING,
        since,
        evidence,
        each.size() == 1 ? install.connections().getFirst() : null,
        setup,
        each);
  }

  /**
   * Of those that are meant, the one whose row comes first; within a row, the one that began first.
   */
  private static @Nullable ConnectionStatus worst(
      List<ConnectionStatus> each, Predicate<Reason> meant) {
    ConnectionStatus worst = null;
    for (var one : each) {
      if (meant.test(one.reason()) && (worst == null || WORST_FIRST.compare(one, worst) < 0)) {
        worst = one;
      }
    }
    return worst;
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
