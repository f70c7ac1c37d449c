package io.patchbay.connections;

import io.patchbay.catalog.Failure;
import io.patchbay.ids.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the facts of one connection mean now: rows 2 to 5, 7 and 8 of the status table.
 *
 * @param since when it began to be so; null only where nothing was ever observed
 * @param evidence the facts it rests on, the deciding one first
 */
public record ConnectionStatus(
    ConnectionId connection, Reason reason, @Nullable Instant since, List<Evidence> evidence) {
  static final Duration PATIENCE = Duration.ofMinutes(15);
  static final int ATTEMPTS = 3;
  static final int FAILED_SYNCS = 3;
  static final int WRONG_SIGNATURES = 3;
  static final int CADENCES = 3;

  /** The order of the rows is the priority; within a row, the trouble that began first speaks. */
  public static ConnectionStatus at(Instant now, ConnectionFacts facts, Expectations expected) {
    var troubles = troubles(now, facts, expected);
    if (!troubles.isEmpty()) {
      return Collections.min(troubles, WORST_FIRST);
    }
    return facts.firstOk() == null ? neverChecked(facts) : working(facts);
  }

  private static final Comparator<ConnectionStatus> WORST_FIRST =
      Comparator.<ConnectionStatus>comparingInt(it -> it.reason.row())
          .thenComparing(ConnectionStatus::began);

  private static List<ConnectionStatus> troubles(
      Instant now, ConnectionFacts facts, Expectations expected) {
    var found = new ArrayList<ConnectionStatus>(0);
    refused(facts, found);
    lacksScope(facts, expected, found);
    webhookBroken(now, facts, expected, found);
    if (facts.firstOk() != null) {
      silent(now, facts, found);
      syncFailing(facts, found);
      vanished(facts, found);
      notCheckedLately(now, facts, expected, found);
    }
    return found;
  }

  private static void refused(ConnectionFacts facts, List<ConnectionStatus> found) {
    var refusal = facts.refusal();
    if (refusal != null) {
      found.add(
          trouble(
              facts,
              reasonOf(refusal),
              refusal.since(),
              new Evidence(
                  refusal.isOurs() ? "credential_erased" : "check_refused",
                  facts.id(),
                  refusal.at(),
                  refusal.code())));
    }
  }

  /**
   * Three codes of a lost login are ours and speak for themselves; in any other bucket they are
   * only a provider's word.
   */
  static Reason reasonOf(ConnectionFacts.Refusal refusal) {
    if (refusal.as() != Failure.LOGIN_EXPIRED) {
      return reasonOf(refusal.as());
    }
    return switch (refusal.code()) {
      case "wrong_account" -> Reason.WRONG_ACCOUNT;
      case "refresh_interrupted" -> Reason.REFRESH_INTERRUPTED;
      case ConnectionFacts.ENDED_BY_OPERATOR -> Reason.ENDED_BY_OPERATOR;
      default -> Reason.LOGIN_EXPIRED;
    };
  }

  static Reason reasonOf(Failure bucket) {
    return switch (bucket) {
      case LOGIN_EXPIRED -> Reason.LOGIN_EXPIRED;
      case MISSING_PERMISSION -> Reason.MISSING_PERMISSION;
      case APP_MISCONFIGURED -> Reason.APP_MISCONFIGURED;
      case PROVIDER_OUTAGE -> Reason.PROVIDER_OUTAGE;
      case RATE_LIMITED -> Reason.RATE_LIMITED;
    };
  }

  private static void lacksScope(
      ConnectionFacts facts, Expectations expected, List<ConnectionStatus> found) {
    var grant = facts.grant();
    if (grant == null || grant.scopes().containsAll(expected.requiredScopes())) {
      return;
    }
    var missing =
        expected.requiredScopes().stream()
            .filter(scope -> !grant.scopes().contains(scope))
            .toList();
    var evidence =
        missing.stream()
            .map(scope -> new Evidence("scope_missing", facts.id(), grant.at(), scope))
            .toList();
    found.add(new ConnectionStatus(facts.id(), Reason.MISSING_PERMISSION, grant.at(), evidence));
  }

  private static void webhookBroken(
      Instant now, ConnectionFacts facts, Expectations expected, List<ConnectionStatus> found) {
    if (!expected.ownWebhook()) {
      return;
    }
    var webhooks = facts.webhooks();
    var wrongSince = webhooks.wrongSince();
    if (webhooks.wrongSignatures() >= WRONG_SIGNATURES && wrongSince != null) {
      found.add(
          trouble(
              facts,
              Reason.WEBHOOK_SIGNATURES_WRONG,
              wrongSince,
              new Evidence(
                  "webhook_signature_wrong",
                  facts.id(),
                  wrongSince,
                  String.valueOf(webhooks.wrongSignatures()))));
    }
    var lastEvent = webhooks.lastEvent();
    if (expected.eventEvery() != null
        && lastEvent != null
        && now.isAfter(lastEvent.plus(expected.eventEvery()))) {
      found.add(
          trouble(
              facts,
              Reason.WEBHOOK_SILENT,
              lastEvent.plus(expected.eventEvery()),
              new Evidence("webhook_last_event", facts.id(), lastEvent, null)));
    }
  }

  /**
   * A short outage is only a quiet note: it takes longer than a quarter of an hour and three
   * attempts to become trouble.
   */
  private static void silent(Instant now, ConnectionFacts facts, List<ConnectionStatus> found) {
    var silence = facts.silence();
    if (silence != null && silentTooLong(now, facts)) {
      found.add(
          trouble(
              facts,
              reasonOf(silence.as()),
              silence.since(),
              new Evidence("provider_unreachable", facts.id(), silence.at(), silence.code())));
    }
  }

  /** Whether the provider has been away for long enough to be trouble. */
  static boolean silentTooLong(Instant now, ConnectionFacts facts) {
    var silence = facts.silence();
    return silence != null
        && silence.attempts() >= ATTEMPTS
        && Duration.between(silence.since(), now).compareTo(PATIENCE) > 0;
  }

  private static void syncFailing(ConnectionFacts facts, List<ConnectionStatus> found) {
    var since = facts.syncs().failingSince();
    if (facts.syncs().failedInARow() >= FAILED_SYNCS && since != null) {
      found.add(
          trouble(
              facts,
              Reason.SYNC_FAILING,
              since,
              new Evidence(
                  "sync_failed", facts.id(), since, String.valueOf(facts.syncs().failedInARow()))));
    }
  }

  private static void vanished(ConnectionFacts facts, List<ConnectionStatus> found) {
    var since = facts.vanishedSince();
    if (since != null) {
      found.add(
          trouble(
              facts,
              Reason.RESOURCE_VANISHED,
              since,
              new Evidence("resource_vanished", facts.id(), since, null)));
    }
  }

  private static void notCheckedLately(
      Instant now, ConnectionFacts facts, Expectations expected, List<ConnectionStatus> found) {
    var last = facts.lastAttempt();
    if (last == null) {
      return;
    }
    var overdue = last.plus(expected.overdue());
    if (now.isAfter(overdue)) {
      found.add(
          trouble(
              facts,
              Reason.NOT_CHECKED_LATELY,
              overdue,
              new Evidence("last_check", facts.id(), last, null)));
    }
  }

  /**
   * The next instant at which time alone may change the status; null where only another fact can.
   */
  public static @Nullable Instant nextChange(
      Instant now, ConnectionFacts facts, Expectations expected) {
    var silence = facts.firstOk() == null ? null : facts.silence();
    return Stream.of(
            plus(facts.firstOk() == null ? null : facts.lastAttempt(), expected.overdue()),
            plus(
                silence == null || silence.attempts() < ATTEMPTS ? null : silence.since(),
                PATIENCE),
            plus(
                expected.ownWebhook() ? facts.webhooks().lastEvent() : null, expected.eventEvery()))
        .flatMap(Stream::ofNullable)
        .filter(it -> it.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The first instant after it: "longer than" is not "as long as". PostgreSQL counts in µs. */
  private static @Nullable Instant plus(@Nullable Instant from, @Nullable Duration length) {
    return from == null || length == null ? null : from.plus(length).plusMillis(1);
  }

  private static ConnectionStatus trouble(
      ConnectionFacts facts, Reason reason, Instant since, Evidence evidence) {
    return new ConnectionStatus(facts.id(), reason, since, List.of(evidence));
  }

  private static ConnectionStatus neverChecked(ConnectionFacts facts) {
    var silence = facts.silence();
    var evidence =
        silence == null
            ? new Evidence("never_checked", facts.id(), facts.createdAt(), null)
            : new Evidence("provider_unreachable", facts.id(), silence.at(), silence.code());
    return new ConnectionStatus(
        facts.id(), Reason.NEVER_CHECKED, facts.createdAt(), List.of(evidence));
  }

  private static ConnectionStatus working(ConnectionFacts facts) {
    var answered = facts.lastOk() == null ? facts.createdAt() : facts.lastOk();
    var check = new Evidence("check_answered", facts.id(), answered, null);
    var silence = facts.silence();
    var evidence =
        silence == null
            ? List.of(check)
            : List.of(
                check,
                new Evidence("provider_unreachable", facts.id(), silence.at(), silence.code()));
    return new ConnectionStatus(facts.id(), Reason.WORKING, facts.okSince(), evidence);
  }

  private Instant began() {
    return since == null ? Instant.MAX : since;
  }
}
