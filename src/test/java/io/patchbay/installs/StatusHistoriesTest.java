package io.patchbay.installs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Step;
import io.patchbay.connections.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The status of kept facts against a second opinion that is asked of what happened. */
class StatusHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("status.histories", 100_000);

  @Test
  void everyRandomHistoryEndsInTheStatusThatTheTableGivesIt() {
    var first = Long.getLong("patchbay.histories.seed", 20261122L);
    var installs = new EnumMap<Reason, Integer>(Reason.class);
    var connections = new EnumMap<Reason, Integer>(Reason.class);
    for (var seed = first; seed < first + HISTORIES; seed++) {
      var history = RandomHistories.from(seed);
      var expected = StatusByTheTable.of(history);
      agree(
          history,
          expected,
          InstallStatus.at(history.now(), history.entry(), FactsKept.of(history)));
      installs.merge(expected.reason(), 1, Integer::sum);
      expected.connections().forEach(c -> connections.merge(c.reason(), 1, Integer::sum));
    }
    assertThat(EnumSet.allOf(Reason.class))
        .as("installs by reason %s, connections by reason %s", installs, connections)
        .allSatisfy(reason ->
            assertThat(installs)
                .hasEntrySatisfying(reason, often -> assertThat(often).isGreaterThan(200)));
  }

  static void agree(History history, StatusByTheTable.Verdict expected, InstallStatus status) {
    var actual =
        new StatusByTheTable.Verdict(
            status.reason(),
            Objects.requireNonNull(status.since()),
            status.failing(),
            status.setup().requiredDone(),
            status.setup().next().map(Step::id).orElse(null),
            status.connections().stream()
                .map(c -> new StatusByTheTable.Holds(c.reason(), Objects.requireNonNull(c.since())))
                .toList());
    if (!actual.equals(expected)) {
      assertThat(actual).as(history.told()).isEqualTo(expected);
    }
    if (status.label() != expected.reason().label()) {
      assertThat(status.label()).as(history.told()).isEqualTo(expected.reason().label());
    }
  }
}
