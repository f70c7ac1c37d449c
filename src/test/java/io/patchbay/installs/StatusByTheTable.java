package io.patchbay.installs;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Field;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.catalog.Webhook;
import io.patchbay.connections.Reason;
import io.patchbay.installs.Happening.ToConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A second opinion on the status, written from the table of rules and asked of what happened, not
 * of the facts that were kept. Every line of the table is a question of its own with the time its
 * answer began; the smallest row wins, and within it the oldest time.
 */
final class StatusByTheTable {
  /** One line that holds. */
  record Holds(Reason reason, Instant since) {}

  /**
   * @param failing connections in rows 2 to 5
   * @param next the id of the first required step that is not done
   */
  record Verdict(
      Reason reason,
      Instant since,
      int failing,
      int requiredDone,
      @Nullable String next,
      List<Holds> connections) {}

  private static final Comparator<Holds> FIRST_MATCH =
      Comparator.<Holds>comparingInt(holds -> holds.reason().row())
          .thenComparing(Holds::since)
          .thenComparing(Holds::reason);

  /** When a line of the table began to hold for one connection; null where it does not hold. */
  private interface Line {
    @Nullable Instant since(Story story);
  }

  private record Named(Reason reason, Line line) {}

  private static final List<Named> LINES =
      List.of(
          new Named(Reason.WORKING, Story::answeredWellSince),
          new Named(Reason.NEVER_CHECKED, s -> s.everAnsweredWell() ? null : s.bornAt()),
          new Named(Reason.NOT_CHECKED_LATELY, s -> s.onceGood(s.neglectedSince())),
          new Named(Reason.RESOURCE_VANISHED, s -> s.onceGood(s.vanishedSince())),
          new Named(Reason.SYNC_FAILING, s -> s.onceGood(s.syncsFailingSince())),
          new Named(Reason.RATE_LIMITED, s -> s.onceGood(s.silentFor(Failure.RATE_LIMITED))),
          new Named(Reason.PROVIDER_OUTAGE, s -> s.onceGood(s.silentFor(Failure.PROVIDER_OUTAGE))),
          new Named(Reason.APP_MISCONFIGURED, s -> s.refusedSince(Reason.APP_MISCONFIGURED)),
          new Named(Reason.WEBHOOK_SILENT, Story::webhookSilentSince),
          new Named(Reason.WEBHOOK_SIGNATURES_WRONG, Story::signaturesWrongSince),
          new Named(Reason.MISSING_PERMISSION, s -> s.refusedSince(Reason.MISSING_PERMISSION)),
          new Named(Reason.MISSING_PERMISSION, Story::scopesMissingSince),
          new Named(Reason.REFRESH_INTERRUPTED, s -> s.refusedSince(Reason.REFRESH_INTERRUPTED)),
          new Named(Reason.ENDED_BY_OPERATOR, s -> s.refusedSince(Reason.ENDED_BY_OPERATOR)),
          new Named(Reason.WRONG_ACCOUNT, s -> s.refusedSince(Reason.WRONG_ACCOUNT)),
          new Named(Reason.LOGIN_EXPIRED, s -> s.refusedSince(Reason.LOGIN_EXPIRED)));

  private static final Map<String, Reason> OUR_CODES =
      Map.of(
          "wrong_account", Reason.WRONG_ACCOUNT,
          "refresh_interrupted", Reason.REFRESH_INTERRUPTED,
          "ended_by_operator", Reason.ENDED_BY_OPERATOR);

  private StatusByTheTable() {}

  static Verdict of(History history) {
    var stories = stories(history);
    var connections = stories.stream().map(StatusByTheTable::worst).toList();
    var done = history.entry().steps().stream().filter(s -> done(s, history, stories)).toList();
    var required = history.entry().steps().stream().filter(s -> !s.optional()).toList();
    var open = required.stream().filter(s -> !done.contains(s)).toList();

    var holding = new ArrayList<>(connections);
    var disabledAt = disabledAt(history);
    if (disabledAt != null) {
      holding.add(new Holds(Reason.DISABLED, disabledAt));
    }
    if (stories.isEmpty() && done.isEmpty()) {
      holding.add(new Holds(Reason.NOTHING_CONNECTED, begunAt(history)));
    }
    var waiting = holding.stream().anyMatch(holds -> holds.reason() == Reason.NEVER_CHECKED);
    // A credential that waits for its first answer speaks before a step that waits for a person.
    if (!waiting && (!open.isEmpty() || stories.isEmpty())) {
      holding.add(new Holds(Reason.STEP_OPEN, begunAt(history)));
    }
    var worst = holding.stream().min(FIRST_MATCH).orElseThrow();
    // All is well only since the last account became so.
    var since =
        worst.reason() == Reason.WORKING
            ? connections.stream().map(Holds::since).max(Comparator.naturalOrder()).orElseThrow()
            : worst.since();
    return new Verdict(
        worst.reason(),
        since,
        (int)
            connections.stream().filter(c -> Set.of(2, 3, 4, 5).contains(c.reason().row())).count(),
        required.size() - open.size(),
        open.isEmpty() ? null : open.getFirst().id(),
        connections);
  }

  private static Holds worst(Story story) {
    Holds worst = null;
    for (var named : LINES) {
      var since = named.line().since(story);
      if (since != null) {
        var holds = new Holds(named.reason(), since);
        worst = worst == null || FIRST_MATCH.compare(holds, worst) < 0 ? holds : worst;
      }
    }
    if (worst == null) {
      throw new IllegalStateException("No line of the table holds");
    }
    return worst;
  }

  private static List<Story> stories(History history) {
    Map<Integer, List<ToConnection>> byConnection = new TreeMap<>();
    for (var happening : history.happenings()) {
      if (happening instanceof ToConnection of) {
        byConnection.computeIfAbsent(of.who(), _ -> new ArrayList<>()).add(of);
      }
    }
    return byConnection.values().stream()
        .filter(told -> !(told.getLast() instanceof Happening.Removed))
        .map(told -> new Story(told, history.entry(), history.now()))
        .toList();
  }

  /** An install in which nobody has anything begins with the next thing that somebody does. */
  private static Instant begunAt(History history) {
    var begun = history.installedAt();
    for (int i = 0; i < history.happenings().size(); i++) {
      var happening = history.happenings().get(i);
      boolean does =
          happening instanceof Happening.Connected
              || happening instanceof Happening.Saved
              || happening instanceof Happening.Skipped;
      if (does && isEmpty(history.happenings().subList(0, i))) {
        begun = happening.at();
      }
    }
    return begun;
  }

  private static boolean isEmpty(List<Happening> before) {
    long connected = before.stream().filter(Happening.Connected.class::isInstance).count();
    long removed = before.stream().filter(Happening.Removed.class::isInstance).count();
    boolean chose = false;
    for (var happening : before) {
      chose =
          !(happening instanceof Happening.Cleared)
              && (chose
                  || happening instanceof Happening.Saved
                  || happening instanceof Happening.Skipped);
    }
    return connected == removed && !chose;
  }

  private static @Nullable Instant disabledAt(History history) {
    Instant at = null;
    for (var happening : history.happenings()) {
      if (happening instanceof Happening.Disabled || happening instanceof Happening.Enabled) {
        at = happening instanceof Happening.Disabled ? happening.at() : null;
      }
    }
    return at;
  }

  private static boolean done(Step step, History history, List<Story> stories) {
    return switch (step) {
      case Step.Connect _ -> stories.stream().anyMatch(Story::everAnsweredWell);
      case Step.Pick pick ->
          stories.stream().mapToInt(s -> s.linked(pick.of())).sum() >= pick.min();
      case Step.Form form -> chosen(form, history);
      case Step.Webhook _ -> {
        var entry = history.entry();
        yield ownSecret(entry)
            ? !stories.isEmpty() && stories.stream().allMatch(Story::everDelivered)
            : stories.stream().anyMatch(Story::everDelivered);
      }
    };
  }

  private static boolean chosen(Step.Form form, History history) {
    boolean saved = false;
    var missing = required(form);
    for (var happening : history.happenings()) {
      if (happening instanceof Happening.Saved it && it.step().equals(form.id())) {
        saved = true;
        missing.removeAll(it.fields());
      } else if (happening instanceof Happening.Cleared) {
        saved = false;
        missing = required(form);
      }
    }
    return saved && missing.isEmpty();
  }

  private static Set<String> required(Step.Form form) {
    return new HashSet<>(form.fields().stream().filter(Field::required).map(Field::id).toList());
  }

  private static boolean ownSecret(Integration entry) {
    var webhook = entry.webhook();
    return webhook != null && webhook.signature().secretFrom() == Webhook.SecretFrom.CONNECTION;
  }

  /** What happened to one connection, newest last, and the questions the table asks of it. */
  private record Story(List<ToConnection> told, Integration entry, Instant now) {
    Instant bornAt() {
      return told.getFirst().at();
    }

    boolean everAnsweredWell() {
      return told.stream().anyMatch(Happening.Answered.class::isInstance);
    }

    boolean everDelivered() {
      return told.stream().anyMatch(h -> h instanceof Happening.Delivery d && d.genuine());
    }

    /** Rows that only speak "after an earlier success". */
    @Nullable Instant onceGood(@Nullable Instant since) {
      return everAnsweredWell() ? since : null;
    }

    /** It does not work while it is refused, nor while nobody answers for too long. */
    @Nullable Instant answeredWellSince() {
      Instant well = null;
      Instant silent = null;
      int attempts = 0;
      for (var h : told) {
        switch (h) {
          case Happening.Answered it -> {
            boolean wasAway =
                attempts >= 3 && Duration.between(silent, it.at()).toMillis() > 15 * 60_000;
            well = well == null || wasAway ? it.at() : well;
            attempts = 0;
          }
          case Happening.Refused _ -> {
            well = null;
            attempts = 0;
          }
          case Happening.Unreachable it -> silent = attempts++ == 0 ? it.at() : silent;
          default -> {}
        }
      }
      return well;
    }

    @Nullable Instant refusedSince(Reason reason) {
      return runOf(this::isAnswer, h -> h instanceof Happening.Refused no && meaning(no) == reason)
          .since();
    }

    private boolean isAnswer(ToConnection h) {
      return h instanceof Happening.Answered || h instanceof Happening.Refused;
    }

    private static Reason meaning(Happening.Refused no) {
      var bucket = Reason.valueOf(no.as().name());
      return bucket == Reason.LOGIN_EXPIRED ? OUR_CODES.getOrDefault(no.code(), bucket) : bucket;
    }

    @Nullable Instant scopesMissingSince() {
      var named =
          told.stream().map(h -> h instanceof Happening.Answered yes ? yes.granted() : null);
      var last = named.filter(scopes -> scopes != null).reduce((_, later) -> later).orElse(null);
      var required = entry.requiredScopes().stream().map(Auth.Scope::id).toList();
      return last == null || last.containsAll(required)
          ? null
          : runOf(
                  h -> h instanceof Happening.Answered yes && yes.granted() != null,
                  h -> h instanceof Happening.Answered yes && last.equals(yes.granted()))
              .since();
    }

    @Nullable Instant signaturesWrongSince() {
      var wrong =
          runOf(
              h -> h instanceof Happening.Delivery,
              h -> h instanceof Happening.Delivery d && !d.genuine());
      return ownSecret(entry) && wrong.length() >= 3 ? wrong.since() : null;
    }

    @Nullable Instant webhookSilentSince() {
      var good = latest(h -> h instanceof Happening.Delivery d && d.genuine());
      var webhook = entry.webhook();
      var patience = webhook == null ? null : webhook.expectEvery();
      return ownSecret(entry) && patience != null && good != null && longerThan(patience, good)
          ? good.plus(patience)
          : null;
    }

    @Nullable Instant silentFor(Failure bucket) {
      var nobody =
          runOf(
              h -> isAnswer(h) || h instanceof Happening.Unreachable,
              h -> h instanceof Happening.Unreachable);
      return nobody.length() >= 3
              && longerThan(Duration.ofMinutes(15), nobody.since())
              && nobody.last() instanceof Happening.Unreachable u
              && u.as() == bucket
          ? nobody.since()
          : null;
    }

    @Nullable Instant syncsFailingSince() {
      var failed =
          runOf(
              h -> h instanceof Happening.SyncRun,
              h -> h instanceof Happening.SyncRun run && !run.fine());
      return failed.length() >= 3 ? failed.since() : null;
    }

    @Nullable Instant vanishedSince() {
      return runOf(
              h -> h instanceof Happening.Vanished || h instanceof Happening.Returned,
              h -> h instanceof Happening.Vanished)
          .since();
    }

    @Nullable Instant neglectedSince() {
      var limit =
          (entry.check() == null ? Duration.ofHours(6) : entry.check().every()).multipliedBy(3);
      var asked = latest(h -> isAnswer(h) || h instanceof Happening.Unreachable);
      return asked != null && longerThan(limit, asked) ? asked.plus(limit) : null;
    }

    int linked(String kind) {
      return told.stream()
          .mapToInt(h ->
              h instanceof Happening.Linked l && l.kind().equals(kind)
                  ? 1
                  : h instanceof Happening.Unlinked u && u.kind().equals(kind) ? -1 : 0)
          .sum();
    }

    private boolean longerThan(Duration limit, @Nullable Instant since) {
      return since != null && Duration.between(since, now).compareTo(limit) > 0;
    }

    private @Nullable Instant latest(Predicate<ToConnection> such) {
      return runOf(such, such).newest();
    }

    /**
     * Looking back from the newest at what is {@code relevant}: how far the unbroken run of {@code
     * such} reaches.
     */
    private Run runOf(Predicate<ToConnection> relevant, Predicate<ToConnection> such) {
      ToConnection oldest = null;
      ToConnection newest = null;
      var length = 0;
      for (var h : told.reversed()) {
        if (relevant.test(h)) {
          if (!such.test(h)) {
            break;
          }
          oldest = h;
          newest = newest == null ? h : newest;
          length++;
        }
      }
      return new Run(oldest, newest, length);
    }
  }

  private record Run(@Nullable ToConnection first, @Nullable ToConnection last, int length) {
    @Nullable Instant since() {
      return first == null ? null : first.at();
    }

    @Nullable Instant newest() {
      return last == null ? null : last.at();
    }
  }
}
