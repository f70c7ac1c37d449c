package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LighthouseTest {
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
          assertThat(page.shift()).isLessThan(0.001);
        });
  }
}
