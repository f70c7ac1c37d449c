package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.WrongClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three nodes of which one has a wrong clock, by libfaketime. It takes minutes and a library that
 * not every machine has: bin/soak runs it.
 */
@Tag("soak")
class WrongClockTest {
  private static final boolean FULL = Boolean.getBoolean("engine.full");

  private static Cluster cluster;

  @BeforeAll
  static void threeNodesStart() {
    assertThat(WrongClock.library())
        .as("libfaketime, which sets a node's clock wrong (Debian: apt-get install faketime)")
        .isPresent();
    cluster = new Cluster(3, true);
  }

  @AfterAll
  static void theyEnd() {
    cluster.close();
  }

  /** T10: the clock jumps while everybody works, and stays wrong while one works alone. */
  @Test
  void aNodeWhoseClockIsWrongAsksNothingTwiceMissesNothingAndRefusesNoSignature() {
    int wrong = cluster.size() - 1;
    var hooks = new SignedHooks(Integer.parseInt(cluster.order(wrong, "/door", "")));
    var over = FULL ? Duration.ofMinutes(2) : Duration.ofSeconds(4);
    int each = FULL ? 1_000 : 20;
    var together = new Slots(cluster, 20_000, each).comeDue(over);
    Cluster.until(
        over.plusSeconds(60),
        () -> {
          hooks.valid();
          cluster.clock.off(off(hooks.sent.get()));
          return together.areOver();
        });
    var mistakes = new ArrayList<>(together.wrong());
    var late = new ArrayList<>(List.of(together.latest()));
    for (var off : FULL ? List.of(HOUR, HOUR.negated()) : List.of(HOUR.negated())) {
      cluster.clock.off(off);
      var alone = new Slots(cluster, 25_000 + 5_000 * late.size(), each);
      freezeOthers(wrong);
      try {
        alone.comeDue(over.dividedBy(2));
        Cluster.until(
            over.plusSeconds(60),
            () -> {
              hooks.valid();
              return alone.areOver();
            });
      } finally {
        thawOthers(wrong);
      }
      assertThat(hooks.takes(off.negated())).as("signed at the time it would tell").isFalse();
      mistakes.addAll(alone.wrong());
      late.add(alone.latest());
    }
    cluster.clock.off(Duration.ZERO);
    mistakes.addAll(jobsOutOfTime());
    System.out.printf(
        "T10: one clock +1 h, -1 h and jumping: %d slots in each of %d rounds, %d duplicate, early or missed, waits of at most %s; %d of %d valid signatures refused%n",
        together.size(), late.size(), mistakes.size(), late, hooks.refused.get(), hooks.sent.get());
    assertThat(mistakes).isEmpty();
    assertThat(hooks.refused).hasValue(0);
  }

  private static final Duration HOUR = Duration.ofHours(1);

  /** Ahead, behind, right again, for about a second each: a look at the file comes once in one. */
  private static Duration off(int number) {
    return switch (number / 20 % 3) {
      case 0 -> HOUR;
      case 1 -> HOUR.negated();
      default -> Duration.ZERO;
    };
  }

  private static void freezeOthers(int than) {
    for (int node = 0; node < cluster.size(); node++) {
      if (node != than) {
        cluster.node(node).freeze();
      }
    }
  }

  private static void thawOthers(int than) {
    for (int node = 0; node < cluster.size(); node++) {
      if (node != than) {
        cluster.node(node).thaw();
      }
    }
  }

  /** Recurring jobs come every six hours at most, and none ran at a time that is not yet. */
  private static List<String> jobsOutOfTime() {
    return cluster
        .sql()
        .sql(
            """
            select task_name from scheduled_tasks
            where last_success > now() + interval '1 minute' or last_heartbeat > now() + interval '1 minute'
              or execution_time > now() + interval '6 hours 1 minute'
            """)
        .query((row, n) -> "job " + row.getString(1))
        .list();
  }
}
