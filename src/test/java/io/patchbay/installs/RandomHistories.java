package io.patchbay.installs;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.AnIntegration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lives of installs, the same one for the same seed: mostly calm, with bursts of trouble. */
final class RandomHistories {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final List<AnIntegration> ENTRIES = entries();
  private static final List<String> CODES =
      List.of(
          "token_revoked",
          "http_401",
          "wrong_account",
          "refresh_interrupted",
          "ended_by_operator",
          "never seen");

  private final long seed;
  private final SplittableRandom dice;
  private final Integration entry;
  private final List<Happening> happenings = new ArrayList<>();
  private final List<Integer> alive = new ArrayList<>();
  private final Set<Link> links = new HashSet<>();
  private Instant clock = START;
  private int born;
  private int linksMade;

  private record Link(int who, String kind, int number) {}

  private RandomHistories(long seed, @Nullable String slug) {
    this.seed = seed;
    dice = new SplittableRandom(seed);
    var kind = any(ENTRIES);
    entry = slug == null ? kind.entry() : kind.entry(slug);
  }

  static History from(long seed) {
    return new RandomHistories(seed, null).live();
  }

  /** The same with an entry of this slug. */
  static History from(long seed, String slug) {
    return new RandomHistories(seed, slug).live();
  }

  private History live() {
    if (chance(85)) {
      begin();
    }
    var trouble = any(List.of(5, 25, 60));
    for (var left = dice.nextInt(10); left > 0; left--) {
      if (chance(trouble)) {
        trouble();
      } else {
        everydayLife();
      }
    }
    if (chance(50)) {
      alive.forEach(this::answeredInFull);
    }
    return new History(seed, entry, START, List.copyOf(happenings), askedAt());
  }

  private void begin() {
    for (var accounts = 1 + dice.nextInt(2); accounts > 0; accounts--) {
      connect();
    }
    if (chance(80)) {
      alive.forEach(this::answeredInFull);
    }
    if (chance(80)) {
      entry.steps().forEach(this::finish);
    }
  }

  private void finish(Step step) {
    switch (step) {
      case Step.Connect _ -> {}
      case Step.Pick pick -> {
        for (var i = 0; i < pick.min(); i++) {
          link(pick);
        }
      }
      case Step.Form form ->
          happened(new Happening.Saved(soon(), form.id(), AnIntegration.required(form)));
      case Step.Webhook _ ->
          alive.forEach(who -> happened(new Happening.Delivery(soon(), who, true)));
    }
  }

  private void everydayLife() {
    var who = anyAlive();
    switch (dice.nextInt(12)) {
      case 0 -> connect();
      case 1 -> stepChoice();
      case 2 -> happened(new Happening.Enabled(later()));
      case 3 -> {
        if (who != null) {
          unlink(who);
        }
      }
      case 4 -> entry.steps().forEach(this::finish);
      case 5 -> {
        if (who != null) {
          happened(new Happening.SyncRun(later(), who, true));
        }
      }
      case 6 -> {
        if (who != null && entry.webhook() != null) {
          happened(new Happening.Delivery(later(), who, true));
        }
      }
      case 7 -> {
        if (who != null) {
          happened(new Happening.Returned(later(), who));
        }
      }
      default -> {
        if (who != null) {
          answeredInFull(who);
        }
      }
    }
  }

  private void trouble() {
    var who = anyAlive();
    if (who == null) {
      connect();
      return;
    }
    var times = 1 + dice.nextInt(4);
    switch (dice.nextInt(12)) {
      case 0, 1, 2 -> {
        var refusal =
            any(
                List.of(
                    Failure.LOGIN_EXPIRED,
                    Failure.LOGIN_EXPIRED,
                    Failure.MISSING_PERMISSION,
                    Failure.APP_MISCONFIGURED));
        var code = any(CODES);
        happened(new Happening.Refused(later(), who, refusal, code));
      }
      case 3, 4, 5 -> {
        for (var i = 0; i < times + 1; i++) {
          var silence = any(List.of(Failure.PROVIDER_OUTAGE, Failure.RATE_LIMITED));
          happened(new Happening.Unreachable(soon(), who, silence, "timeout"));
        }
      }
      case 6 -> {
        for (var i = 0; i < times; i++) {
          happened(new Happening.SyncRun(soon(), who, false));
        }
      }
      case 7 -> {
        for (var i = 0; i < times && entry.webhook() != null; i++) {
          happened(new Happening.Delivery(soon(), who, false));
        }
      }
      case 8 -> happened(new Happening.Vanished(later(), who));
      case 9 -> happened(new Happening.Answered(later(), who, someScopes()));
      case 10 -> {
        if (chance(50)) {
          happened(new Happening.Disabled(later()));
        } else {
          clock = clock.plus(Duration.ofHours(dice.nextInt(40)));
        }
      }
      default -> remove(who);
    }
  }

  private void connect() {
    var who = born++;
    var owner =
        chance(75)
            ? new Owner.Workspace(new WorkspaceId(new UUID(1, 1)))
            : new Owner.Person(new PersonId(new UUID(2, who)));
    happened(new Happening.Connected(soon(), who, owner));
    alive.add(who);
    if (chance(80)) {
      happened(new Happening.Answered(soon(), who, chance(85) ? fullGrant() : someScopes()));
    } else {
      happened(new Happening.Unreachable(soon(), who, Failure.PROVIDER_OUTAGE, "connect_refused"));
    }
  }

  private void remove(int who) {
    happened(new Happening.Removed(later(), who));
    alive.removeIf(other -> other == who);
    links.removeIf(link -> link.who() == who);
    if (alive.isEmpty() && chance(60)) {
      happened(new Happening.Cleared(soon()));
    }
  }

  private void answeredInFull(int who) {
    happened(new Happening.Answered(soon(), who, chance(80) ? fullGrant() : null));
  }

  private void stepChoice() {
    var step = any(entry.steps());
    if (step instanceof Step.Form form && chance(70)) {
      var required = AnIntegration.required(form);
      var some = required.stream().filter(_ -> chance(60)).collect(Collectors.toUnmodifiableSet());
      happened(new Happening.Saved(later(), form.id(), chance(50) ? required : some));
    } else {
      happened(new Happening.Skipped(later(), step.id()));
    }
  }

  private void link(Step.Pick pick) {
    var who = anyAlive();
    if (who != null) {
      links.add(new Link(who, pick.of(), linksMade++));
      happened(new Happening.Linked(soon(), who, pick.of()));
    }
  }

  private void unlink(int who) {
    links.stream()
        .filter(link -> link.who() == who)
        .min((a, b) -> Integer.compare(a.number(), b.number()))
        .ifPresent(link -> {
          links.remove(link);
          happened(new Happening.Unlinked(later(), who, link.kind()));
        });
  }

  private @Nullable Set<String> fullGrant() {
    return entry.requiredScopes().isEmpty()
        ? null
        : entry.scopes().map(Auth.Scope::id).collect(Collectors.toUnmodifiableSet());
  }

  private @Nullable Set<String> someScopes() {
    return entry.requiredScopes().isEmpty()
        ? null
        : entry
            .scopes()
            .map(Auth.Scope::id)
            .filter(_ -> chance(60))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Often just after the last happening; often at the very edge of a limit, or a breath past it.
   */
  private Instant askedAt() {
    var edges = new ArrayList<Instant>();
    var cadence = entry.check() == null ? Duration.ofHours(6) : entry.check().every();
    for (var happening : happenings) {
      for (var limit :
          List.of(Duration.ofMinutes(15), cadence.multipliedBy(3), Duration.ofDays(1))) {
        var edge = happening.at().plus(limit);
        if (!edge.isBefore(clock)) {
          edges.add(edge);
        }
      }
    }
    return switch (dice.nextInt(5)) {
      case 0 -> edges.isEmpty() ? clock : any(edges);
      case 1 -> edges.isEmpty() ? clock : any(edges).plusMillis(1);
      case 2 -> later();
      default -> soon();
    };
  }

  private Instant soon() {
    return pass(any(List.of(Duration.ofSeconds(40), Duration.ofMinutes(9))));
  }

  private Instant later() {
    return pass(any(List.of(Duration.ofMinutes(30), Duration.ofHours(5), Duration.ofHours(20))));
  }

  /** At least a millisecond, so that no two happenings share their time. */
  private Instant pass(Duration atMost) {
    clock = clock.plusMillis(1 + dice.nextLong(atMost.toMillis()));
    return clock;
  }

  private void happened(Happening happening) {
    happenings.add(happening);
  }

  private @Nullable Integer anyAlive() {
    return alive.isEmpty() ? null : any(alive);
  }

  private boolean chance(int percent) {
    return dice.nextInt(100) < percent;
  }

  private <T> T any(List<T> these) {
    return these.get(dice.nextInt(these.size()));
  }

  private static List<AnIntegration> entries() {
    var day = Duration.ofDays(1);
    return List.of(
        AnIntegration.slack(),
        AnIntegration.slack().signedByApp(day),
        AnIntegration.slack().checkedEvery(Duration.ofHours(1)).webhook("events").signedByApp(null),
        AnIntegration.stripe(),
        AnIntegration.stripe().checkedEvery(Duration.ofDays(1)),
        AnIntegration.called("quiet")
            .connect("connect")
            .optionalWebhook("events")
            .signedByConnection(null),
        AnIntegration.called("talkative")
            .connect("connect")
            .optionalWebhook("events")
            .signedByConnection(day),
        AnIntegration.called("calendar")
            .requires("read")
            .connect("connect")
            .pick("calendars", "calendar", 2),
        AnIntegration.called("choices-first")
            .form("plan", "size", "colour")
            .optionalForm("extra")
            .connect("connect"),
        AnIntegration.called("plain").connect("connect"));
  }
}
