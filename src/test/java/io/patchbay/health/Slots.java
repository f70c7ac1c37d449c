package io.patchbay.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks and renewals that come due one after the other, by the database's clock, and what became
 * of each by the {@link Ledger}'s.
 */
final class Slots {
  /** Two nodes may tell the time half a look apart. */
  private static final Duration EARLY = Duration.ofSeconds(1);

  /** The entry checks every six hours, and its tokens live for one. */
  private static final Duration CADENCE = Duration.ofHours(6);

  private static final Duration LIFE = Duration.ofHours(1);

  private final Cluster cluster;
  private final Map<Integer, String> checks;
  private final Map<Integer, String> renewals;
  private final Map<Integer, Long> due = new HashMap<>();

  /**
   * Accounts of which nothing is due yet.
   *
   * @param first the number of the first
   * @param each as many checks as renewals
   */
  Slots(Cluster cluster, int first, int each) {
    this.cluster = cluster;
    this.checks = connect(cluster, first, each);
    this.renewals = connect(cluster, first + each, each);
  }

  private static Map<Integer, String> connect(Cluster cluster, int from, int many) {
    var ids = cluster.connect(from, from + many, "");
    var numbered = new TreeMap<Integer, String>();
    for (int i = 0; i < many; i++) {
      numbered.put(from + i, ids.get(i));
    }
    return numbered;
  }

  /** From a second on, one of each kind after the other. */
  Slots comeDue(Duration over) {
    var now =
        cluster.sql().sql("select clock_timestamp()").query(java.sql.Timestamp.class).single();
    long nanos = System.nanoTime();
    set("due_at", checks, now.toInstant(), nanos, over);
    set("refresh_at", renewals, now.toInstant(), nanos, over);
    return this;
  }

  private void set(
      String column, Map<Integer, String> slots, Instant now, long nanos, Duration over) {
    var step = over.dividedBy(slots.size());
    var at = Duration.ofSeconds(1);
    var times = new ArrayList<String>();
    for (var account : slots.keySet()) {
      due.put(account, nanos + at.toNanos());
      times.add(now.plus(at).toString());
      at = at.plus(step);
    }
    cluster
        .sql()
        .sql(
            """
            update checks_due d set %s = t.at::timestamptz
            from unnest(?::uuid[], ?::text[]) as t(id, at) where d.connection_id = t.id
            """
                .formatted(column))
        .param(slots.values().toArray(String[]::new))
        .param(times.toArray(String[]::new))
        .update();
  }

  boolean areOver() {
    return asked("check", checks) == checks.size()
        && asked("token", renewals) == renewals.size()
        && open() == 0;
  }

  private long asked(String path, Map<Integer, String> of) {
    return calls(path, of).stream().map(Ledger.Call::account).distinct().count();
  }

  /** Whose next time is not known yet. */
  private int open() {
    return cluster
        .sql()
        .sql(
            """
            select count(*) from checks_due
            where connection_id = any(?::uuid[])
              and (claimed_until is not null or due_at < now() + interval '20 minutes' or refresh_at < now() + interval '20 minutes')
            """)
        .param(all().toArray(String[]::new))
        .query(Integer.class)
        .single();
  }

  private List<String> all() {
    var all = new ArrayList<>(checks.values());
    all.addAll(renewals.values());
    return all;
  }

  private List<Ledger.Call> calls(String path, Map<Integer, String> of) {
    return cluster.provider.calls(path).stream()
        .filter(it -> of.containsKey(it.account()))
        .toList();
  }

  /** Those asked twice, too early, or not at all, each in words. */
  List<String> wrong() {
    var wrong = new ArrayList<String>();
    wrong("check", checks, wrong);
    wrong("token", renewals, wrong);
    next("due_at", checks, CADENCE.multipliedBy(79).dividedBy(100), CADENCE, wrong);
    next("refresh_at", renewals, LIFE.multipliedBy(6).dividedBy(10), LIFE, wrong);
    return wrong;
  }

  private void wrong(String path, Map<Integer, String> slots, List<String> wrong) {
    var calls = calls(path, slots).stream().collect(Collectors.groupingBy(it -> it.account()));
    for (var account : slots.keySet()) {
      var of = calls.getOrDefault(account, List.of());
      if (of.size() != 1) {
        wrong.add("%s of account %d: %d calls".formatted(path, account, of.size()));
      } else if (of.getFirst().at() < due(account) - EARLY.toNanos()) {
        wrong.add(
            "%s of account %d: %d ms early"
                .formatted(path, account, (due(account) - of.getFirst().at()) / 1_000_000));
      }
    }
  }

  /** The next time is written down by the database's clock, whoever wrote it. */
  private void next(
      String column,
      Map<Integer, String> slots,
      Duration least,
      Duration most,
      List<String> wrong) {
    var now = Instant.now();
    cluster
        .sql()
        .sql(
            "select connection_id, %1$s from checks_due where connection_id = any(?::uuid[]) and (%1$s < ? or %1$s > ?)"
                .formatted(column))
        .param(slots.values().toArray(String[]::new))
        .param(java.sql.Timestamp.from(now.minus(Duration.ofMinutes(2)).plus(least)))
        .param(java.sql.Timestamp.from(now.plus(most)))
        .query((row, n) -> column + " of " + row.getString(1) + ": " + row.getString(2))
        .list()
        .forEach(wrong::add);
  }

  int size() {
    return checks.size() + renewals.size();
  }

  /** The longest that one of them waited for its call, by now. */
  Duration latest() {
    var calls = new ArrayList<>(calls("check", checks));
    calls.addAll(calls("token", renewals));
    return Duration.ofNanos(
        calls.stream().mapToLong(it -> it.at() - due(it.account())).max().orElse(0));
  }

  private long due(int account) {
    return Objects.requireNonNull(due.get(account));
  }
}
