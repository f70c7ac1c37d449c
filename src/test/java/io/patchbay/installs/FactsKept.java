package io.patchbay.installs;

import io.patchbay.catalog.Webhook;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionFacts.Account;
import io.patchbay.connections.ConnectionFacts.Grant;
import io.patchbay.connections.ConnectionFacts.Refusal;
import io.patchbay.connections.ConnectionFacts.Silence;
import io.patchbay.connections.ConnectionFacts.Syncs;
import io.patchbay.connections.ConnectionFacts.Webhooks;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How happenings are kept as facts: one row of latest observations per connection, as the columns
 * of the schema say.
 */
final class FactsKept {
  private final boolean ownAddress;
  private Instant begunAt;
  private final Map<Integer, Row> rows = new TreeMap<>();
  private final Map<String, Set<String>> saved = new HashMap<>();
  private final Set<String> skipped = new HashSet<>();
  private InstallFacts.@Nullable Disabled disabled;

  private FactsKept(boolean ownAddress, Instant installedAt) {
    this.ownAddress = ownAddress;
    this.begunAt = installedAt;
  }

  static InstallFacts of(History history) {
    var webhook = history.entry().webhook();
    var kept =
        new FactsKept(
            webhook != null && webhook.signature().secretFrom() == Webhook.SecretFrom.CONNECTION,
            history.installedAt());
    history.happenings().forEach(kept::keep);
    return kept.facts(history);
  }

  /** What connection number {@code who} is called. */
  static ConnectionId id(int who) {
    return new ConnectionId(new UUID(4, who));
  }

  private void keep(Happening happening) {
    switch (happening) {
      case Happening.Connected c -> {
        begin(c.at());
        rows.put(c.who(), new Row(c.who(), c.owner(), c.at()));
      }
      case Happening.Removed r -> rows.remove(r.who());
      case Happening.Answered a -> row(a).answered(a.at(), a.granted());
      case Happening.Refused r -> row(r).refused(r);
      case Happening.Unreachable u -> row(u).unreachable(u);
      case Happening.SyncRun s -> row(s).synced(s);
      case Happening.Delivery d -> {
        // Nobody knows whose a wrongly signed delivery at a shared address is.
        if (d.genuine() || ownAddress) {
          row(d).delivered(d);
        }
      }
      case Happening.Linked l -> row(l).picked.merge(l.kind(), 1, Integer::sum);
      case Happening.Unlinked u -> row(u).picked.merge(u.kind(), -1, Integer::sum);
      case Happening.Vanished v -> row(v).vanished(v.at());
      case Happening.Returned r -> row(r).vanishedSince = null;
      case Happening.Saved s -> {
        begin(s.at());
        saved.computeIfAbsent(s.step(), it -> new HashSet<>()).addAll(s.fields());
      }
      case Happening.Skipped s -> {
        begin(s.at());
        skipped.add(s.step());
      }
      case Happening.Cleared _ -> {
        saved.clear();
        skipped.clear();
      }
      case Happening.Disabled d ->
          disabled = new InstallFacts.Disabled(d.at(), new PersonId(new UUID(7, 7)), "Ada");
      case Happening.Enabled _ -> disabled = null;
    }
  }

  private void begin(Instant at) {
    if (rows.isEmpty() && saved.isEmpty() && skipped.isEmpty()) {
      begunAt = at;
    }
  }

  private Row row(Happening.ToConnection happening) {
    var row = rows.get(happening.who());
    if (row == null) {
      throw new IllegalStateException("No connection " + happening.who() + " at " + happening);
    }
    return row;
  }

  private InstallFacts facts(History history) {
    var picked = new HashMap<String, Integer>();
    for (var row : rows.values()) {
      row.picked.forEach((kind, count) -> picked.merge(kind, count, Integer::sum));
    }
    return new InstallFacts(
        new InstallId(new UUID(3, 3)),
        history.entry().slug(),
        begunAt,
        false,
        disabled,
        List.copyOf(rows.values().stream().map(Row::facts).toList()),
        Map.copyOf(saved),
        Set.copyOf(skipped),
        Map.copyOf(picked),
        List.of(),
        java.util.Map.of());
  }

  private static final class Row {
    private final int who;
    private final Owner owner;
    private final Instant createdAt;
    private final Map<String, Integer> picked = new HashMap<>();
    private @Nullable Instant firstOk;
    private @Nullable Instant lastOk;
    private @Nullable Instant okSince;
    private @Nullable Instant lastAttempt;
    private @Nullable Refusal refusal;
    private @Nullable Silence silence;
    private @Nullable Grant grant;
    private Webhooks webhooks = Webhooks.NONE;
    private Syncs syncs = Syncs.NONE;
    private @Nullable Instant vanishedSince;

    Row(int who, Owner owner, Instant createdAt) {
      this.who = who;
      this.owner = owner;
      this.createdAt = createdAt;
    }

    void answered(Instant at, @Nullable Set<String> granted) {
      firstOk = firstOk == null ? at : firstOk;
      boolean wasAway =
          silence != null
              && silence.attempts() >= 3
              && at.isAfter(silence.since().plus(Duration.ofMinutes(15)));
      okSince = okSince == null || wasAway ? at : okSince;
      lastOk = lastAttempt = at;
      refusal = null;
      silence = null;
      if (granted != null && (grant == null || !grant.scopes().equals(granted))) {
        grant = new Grant(granted, at);
      }
    }

    void refused(Happening.Refused no) {
      okSince = null;
      lastAttempt = no.at();
      silence = null;
      var same =
          refusal != null
              && kind(refusal.as().word(), refusal.code()).equals(kind(no.as().word(), no.code()));
      var since = refusal != null && same ? refusal.since() : no.at();
      refusal = new Refusal(no.as(), no.code(), since, no.at(), null);
    }

    /** Codes of one bucket tell the same story, but for the three that are ours. */
    private static String kind(String bucket, String code) {
      return bucket.equals("login_expired")
              && Set.of("wrong_account", "refresh_interrupted", "ended_by_operator").contains(code)
          ? code
          : bucket;
    }

    void unreachable(Happening.Unreachable nobody) {
      lastAttempt = nobody.at();
      var before = silence;
      silence =
          new Silence(
              nobody.as(),
              nobody.code(),
              before == null ? nobody.at() : before.since(),
              nobody.at(),
              before == null ? 1 : before.attempts() + 1);
    }

    void synced(Happening.SyncRun run) {
      var since = syncs.failingSince() == null ? run.at() : syncs.failingSince();
      syncs =
          run.fine()
              ? new Syncs(0, null, null, run.at(), null, null)
              : new Syncs(syncs.failedInARow() + 1, since, null, syncs.lastFinished(), null, null);
    }

    void delivered(Happening.Delivery delivery) {
      var first = webhooks.firstEvent() == null ? delivery.at() : webhooks.firstEvent();
      var since = webhooks.wrongSince() == null ? delivery.at() : webhooks.wrongSince();
      webhooks =
          delivery.genuine()
              ? new Webhooks(0, null, first, delivery.at())
              : new Webhooks(
                  webhooks.wrongSignatures() + 1,
                  since,
                  webhooks.firstEvent(),
                  webhooks.lastEvent());
    }

    void vanished(Instant at) {
      vanishedSince = vanishedSince == null ? at : vanishedSince;
    }

    ConnectionFacts facts() {
      return new ConnectionFacts(
          id(who),
          owner,
          new Account(null, "account-" + who, null, null),
          createdAt,
          firstOk,
          lastOk,
          okSince,
          lastAttempt,
          refusal,
          silence,
          grant,
          webhooks,
          syncs,
          vanishedSince);
    }
  }
}
