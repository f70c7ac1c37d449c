package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A node dies at each point of a renewal and of a check in turn: before and after every commit and
 * every call. After each death it is started again, and whoever looks finds no half of anything.
 * {@code -Dengine.full=true} takes every point, otherwise the two that hurt most.
 */
class CrashPointsTest {
  private static final boolean FULL = Boolean.getBoolean("engine.full");

  /** Of a renewal: before what the provider gave is kept, and just after. */
  private static final List<Integer> WORST = List.of(6, 8);

  private static final int MOST = 40;
  private static final Duration SHOWN = Duration.ofMinutes(2);

  @Test
  void aDeathAtAnyPointLosesNothingInSilence() {
    int deaths = 0;
    int silent = 0;
    int shown = 0;
    var half = new ArrayList<String>();
    var points = new ArrayList<Integer>();
    try (var cluster = new Cluster(1)) {
      for (var order : List.of("/use", "/check")) {
        for (int point = 1; point <= MOST; point++) {
          if (!FULL && !(order.equals("/use") && WORST.contains(point))) {
            continue;
          }
          int account = (order.equals("/use") ? 100 : 200) + point;
          var id = cluster.connect(account, account + 1, "&ends=-10").getFirst();
          cluster.order(0, "/crash", "at=" + point);
          if (!died(cluster, order, id)) {
            cluster.order(0, "/crash", "at=" + Integer.MAX_VALUE);
            break;
          }
          deaths++;
          points.add(point);
          cluster.restart(0);
          silent += settled(cluster, id, account) ? 0 : 1;
          shown += refused(cluster, id) == null ? 0 : 1;
          half.addAll(halves(cluster));
        }
      }
    }
    System.out.printf(
        "Crash points: died at %d points %s: %d lost in silence, %d lost and shown, %d halves%n",
        deaths, points, silent, shown, half.size());
    assertThat(deaths).isGreaterThanOrEqualTo(FULL ? 12 : WORST.size());
    assertThat(silent).isZero();
    assertThat(shown).as("who used up a strict provider's token is shown").isPositive();
    assertThat(half).isEmpty();
  }

  private static boolean died(Cluster cluster, String order, String id) {
    try {
      cluster.begin(0, order, "connections=" + id).join();
      return false;
    } catch (CompletionException dead) {
      return true;
    }
  }

  /** Somebody asks again: what is kept works at the provider, or the card says why not. */
  private static boolean settled(Cluster cluster, String id, int account) {
    Cluster.until(
        SHOWN,
        () -> {
          cluster.order(0, "/use", "connections=" + id);
          return refused(cluster, id) != null || (!leased(cluster, id) && renewed(cluster, id));
        });
    return cluster.provider.ended().contains(account) == (refused(cluster, id) != null);
  }

  private static @Nullable String refused(Cluster cluster, String id) {
    return cluster
        .sql()
        .sql(
            "select refused_code from observations where connection_id = ?::uuid and refused_code is not null")
        .param(id)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  private static boolean leased(Cluster cluster, String id) {
    return yes(
        cluster,
        "select exists (select 1 from secrets where connection_id = ?::uuid and lease_until is not null)",
        id);
  }

  private static boolean renewed(Cluster cluster, String id) {
    return yes(
        cluster,
        "select exists (select 1 from secrets where connection_id = ?::uuid and expires_at > now())",
        id);
  }

  private static boolean yes(Cluster cluster, String query, String id) {
    return cluster.sql().sql(query).param(id).query(Boolean.class).single();
  }

  /** What must hold of all rows after each death. */
  private static List<String> halves(Cluster cluster) {
    return cluster
        .sql()
        .sql(
            """
            select 'no observations: ' || c.id from connections c where not exists (select 1 from observations o where o.connection_id = c.id)
            union all
            select 'never due: ' || c.id from connections c where removed_at is null and not exists (select 1 from checks_due d where d.connection_id = c.id)
            union all
            select 'no secret: ' || c.id from connections c where removed_at is null and not exists (select 1 from secrets s where s.connection_id = c.id)
            union all
            select 'no link of the chain: ' || a.id from activity a where not exists (select 1 from activity_chain k where k.activity_id = a.id)
            union all
            select 'no entry of the link: ' || k.seq from activity_chain k where not exists (select 1 from activity a where a.id = k.activity_id)
            union all
            select 'a check without its observation: ' || h.connection_id from check_history h
            join observations o on o.connection_id = h.connection_id where o.last_attempt_at is null or o.last_attempt_at < h.at
            """)
        .query((row, n) -> row.getString(1))
        .list();
  }
}
