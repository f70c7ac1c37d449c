package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.health.Ledger.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three nodes on one PostgreSQL: at most one renewal under way, nothing lost in silence when a node
 * dies or sleeps, one probe per cluster. {@code -Dengine.full=true} takes the full sizes; see
 * bin/soak. Numbers T1 to T14 are those of docs/threat-model.md.
 */
class NodesTest {
  private static final boolean FULL = Boolean.getBoolean("engine.full");
  private static final int CALLERS = FULL ? 10_000 : 3_000;

  private static Cluster cluster;

  @BeforeAll
  static void threeNodesStart() {
    cluster = new Cluster(3);
  }

  @AfterAll
  static void theyEnd() {
    cluster.close();
  }

  /** T1. */
  @Test
  void manyCallersOfOneExpiredLoginCauseOneRenewal() {
    var id = cluster.connect(1, 2, "&ends=-10").getFirst();
    cluster.provider.forget();
    cluster.provider.latency = Duration.ofSeconds(1);
    var began = Instant.now();
    var asked = new ArrayList<java.util.concurrent.CompletableFuture<String>>();
    for (int node = 0; node < cluster.size(); node++) {
      asked.add(
          cluster.begin(node, "/use", "connections=" + id + "&times=" + CALLERS / cluster.size()));
    }
    var answers = asked.stream().map(it -> it.join()).toList();
    var took = Duration.between(began, Instant.now());
    cluster.provider.latency = Duration.ZERO;
    // a node that slept in another test may still try its own accounts once more
    long calls = cluster.provider.calls("token").stream().filter(it -> it.account() == 1).count();
    System.out.printf(
        "T1: %d callers, 3 nodes: %d token call, %s, %.1f s%n",
        CALLERS, calls, answers, took.toMillis() / 1000.0);
    assertThat(calls).as("token calls").isEqualTo(1);
    assertThat(answers).allMatch(it -> it.equals("ok " + CALLERS / cluster.size()));
    if (FULL) {
      assertThat(took).isLessThan(Duration.ofSeconds(1 + 5));
    }
  }

  /** T2: the provider refuses more than fifty calls in any second. */
  @Test
  void manyLoginsThatEndAtOnceKeepTheProvidersLimit() {
    int many = FULL ? 2_000 : 120;
    cluster.provider.perSecond = 50;
    cluster.provider.forget();
    var began = Instant.now();
    var ids = cluster.connect(10_000, 10_000 + many, "&ends=-10&renew=now");
    Cluster.until(Duration.ofSeconds(180 + many / 20), () -> renewed(ids) == many);
    cluster.provider.perSecond = Integer.MAX_VALUE;
    var calls =
        cluster.provider.calls("token").stream().filter(it -> it.account() >= 10_000).toList();
    long refused = calls.stream().filter(it -> it.status() == 429).count();
    System.out.printf(
        "T2: %d logins ended at once, limit 50/s: %d token calls, %d answered 429, busiest second %d, %.1f s%n",
        many,
        calls.size(),
        refused,
        Ledger.busiestSecond(calls),
        Duration.between(began, Instant.now()).toMillis() / 1000.0);
    assertThat(calls).hasSize(many);
    assertThat(refused).isZero();
  }

  /** T3 and T4: thirty renewals are cut off at once on a node that dies, ten on one that sleeps. */
  @Test
  void aDeadNodeLosesNothingInSilenceAndASleepingOneOverwritesNothing() {
    var before = cluster.connect(1000, 1010, "&ends=-10");
    var strict = cluster.connect(1010, 1020, "&ends=-10");
    var grace = cluster.connect(1020, 1030, "&ends=-10");
    var asleep = cluster.connect(1030, 1040, "&ends=-10");
    cluster.provider.grace = account -> account >= 1020;
    cluster.provider.stages(
        account -> account < 1010 ? Stage.HELD_BEFORE_ACTING : Stage.HELD_BEFORE_ANSWERING);
    cluster.provider.arrived.set(0);
    var dying = new ArrayList<String>();
    List.of(before, strict, grace).forEach(dying::addAll);
    cluster.begin(1, "/use", "connections=" + String.join(",", dying)).exceptionally(it -> "died");
    cluster.begin(2, "/use", "connections=" + String.join(",", asleep)).exceptionally(it -> "late");
    Cluster.until(Cluster.TIMEOUT, () -> cluster.provider.arrived.get() >= 40);
    cluster.node(2).freeze();
    cluster.kill(1);
    var killed = Instant.now();
    cluster.provider.letGo();

    var shown =
        Cluster.until(
            Duration.ofMinutes(4),
            () ->
                refused(strict).equals(Map.of("refresh_interrupted", 10L))
                    && renewed(before) == 10
                    && renewed(grace) == 10
                    && renewed(asleep) == 10);
    var written = sealed(asleep);
    cluster.node(2).thaw();
    cluster.order(2, "/use", "connections=" + String.join(",", asleep));
    System.out.printf(
        "T3: 30 renewals cut off by kill -9: grace 0 of 20 lost, strict 0 of 10 silent, all known after %.1f s%n",
        shown.toMillis() / 1000.0);
    assertThat(sealed(asleep)).as("what others wrote while it slept").isEqualTo(written);
    System.out.printf("T4: 10 renewals of a node that slept: 0 newer generations overwritten%n");
    cluster.restart(1);
    cluster.order(0, "/check", "connections=" + String.join(",", dying));
    // a node asks one provider so many at once, and the others a second later
    Cluster.until(
        Duration.ofMinutes(2),
        () ->
            answeredSince(killed).containsAll(before) && answeredSince(killed).containsAll(grace));
    assertThat(cluster.provider.ended()).doesNotContainAnyElementsOf(accounts(1020, 1040));
  }

  /** T14. */
  @Test
  void aProviderThatIsDownIsProbedOnceAndEverybodyIsAskedAgainSpread() {
    int many = FULL ? 1_000 : 60;
    var ids = cluster.connect(5000, 5000 + many, "");
    cluster.provider.down = true;
    cluster.provider.forget();
    due(ids);
    Cluster.until(Duration.ofSeconds(30), () -> openIncidents() == 1);
    // those who were under way when it began are done
    wait(Cluster.TIMEOUT.plusSeconds(2));
    cluster.provider.forget();
    wait(FULL ? Duration.ofMinutes(10) : Duration.ofSeconds(12));
    var probes = cluster.provider.calls("check").size();
    cluster.provider.down = false;
    var up = Instant.now();
    var noticed = Cluster.until(Duration.ofMinutes(2), () -> openIncidents() == 0);
    var last = dueAtMost(ids);
    System.out.printf(
        "T14: %d connections, provider down: 1 incident, %d probes, end noticed after %.1f s, last one asked again after %d s%n",
        many, probes, noticed.toMillis() / 1000.0, Duration.between(up, last).toSeconds());
    assertThat(probes).isBetween(1, FULL ? 40 : 4);
    assertThat(last).isBefore(up.plus(Duration.ofMinutes(2)));
    if (FULL) {
      cluster.provider.forget();
      Cluster.until(Duration.ofMinutes(2), () -> answeredSince(up).size() >= many);
      var busiest = Ledger.busiestSecond(cluster.provider.calls("check"));
      System.out.printf("T14: busiest second %d of %d%n", busiest, many);
      assertThat(busiest).isLessThanOrEqualTo(many / 20);
    }
  }

  /** The time the provider is left down is part of what is tested. */
  private static void wait(Duration length) {
    var end = Instant.now().plus(length);
    Cluster.until(length.plusSeconds(1), () -> Instant.now().isAfter(end));
  }

  private static void due(List<String> ids) {
    cluster
        .sql()
        .sql("update checks_due set due_at = now() where connection_id = any(?::uuid[])")
        .param(ids.toArray(String[]::new))
        .update();
  }

  private static Instant dueAtMost(List<String> ids) {
    return cluster
        .sql()
        .sql(
            "select max(due_at) from checks_due where connection_id = any(?::uuid[]) and due_at < now() + interval '1 hour'")
        .param(ids.toArray(String[]::new))
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .single();
  }

  private static int openIncidents() {
    return count("select count(*) from incidents where ended_at is null");
  }

  private static int count(String query) {
    return cluster.sql().sql(query).query(Integer.class).single();
  }

  private static Map<String, Long> refused(List<String> ids) {
    return cluster
        .sql()
        .sql(
            "select refused_code from observations where connection_id = any(?::uuid[]) and refused_code is not null")
        .param(ids.toArray(String[]::new))
        .query(String.class)
        .list()
        .stream()
        .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
  }

  private static int renewed(List<String> ids) {
    return cluster
        .sql()
        .sql(
            "select count(*) from secrets where connection_id = any(?::uuid[]) and generation = 2 and lease_until is null")
        .param(ids.toArray(String[]::new))
        .query(Integer.class)
        .single();
  }

  private static List<String> sealed(List<String> ids) {
    return cluster
        .sql()
        .sql(
            "select coalesce(generation || encode(sealed, 'hex'), '') from secrets where connection_id = any(?::uuid[]) order by connection_id")
        .param(ids.toArray(String[]::new))
        .query((row, n) -> row.getString(1))
        .list();
  }

  private static Set<String> answeredSince(Instant when) {
    return cluster
        .sql()
        .sql("select connection_id from observations where last_ok_at > ?")
        .param(java.sql.Timestamp.from(when))
        .query((row, n) -> row.getString(1))
        .set();
  }

  private static List<Integer> accounts(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }
}
