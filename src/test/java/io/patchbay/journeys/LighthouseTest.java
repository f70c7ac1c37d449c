package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LighthouseTest {
  private static final double SEEN = 0.001;

  @RegisterExtension static final House house = House.story();

  /**
   * Speed depends on the machine and is measured by bin/bench, and so is a shift to the last digit:
   * here it only has to be nothing that anybody could see.
   */
  @Test
  void everyUntimedAuditOfTheDirectoryAndTheDetailsIsAtAHundred() {
    var pages = List.of(House.HOME, House.HOME + "/slack");
    var seen = Lighthouse.look(house.address(), 1, pages);
    assertThat(seen).extracting(Lighthouse.Seen::path).isEqualTo(pages);
    assertThat(seen)
        .allSatisfy(page -> {
          assertThat(page.address()).hasPath(page.path());
          assertThat(page.failed()).isEmpty();
          assertThat(page.scores())
              .containsEntry("accessibility", 100)
              .containsEntry("best-practices", 100)
              .containsEntry("seo", 100);
        });
    // news that comes just then may move what is below it; a page that moves by itself does so
    // again
    var moved = seen.stream().filter(it -> it.shift() >= SEEN).toList();
    moved.forEach(it -> System.err.println("Something moved, looking again: " + it));
    assertThat(moved)
        .flatExtracting(it -> Lighthouse.look(house.address(), 1, List.of(it.path())))
        .allSatisfy(page -> assertThat(page.shift()).isLessThan(SEEN));
  }
}
