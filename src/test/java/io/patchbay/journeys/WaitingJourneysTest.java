package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While a consent page is open in another tab, with the browser's clock in our hands. */
class WaitingJourneysTest {
  private static final String HIDE =
      """
      hidden => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }
      """;

  @RegisterExtension static final House house = House.empty();

  @Test
  void aWaitingPageAsksEveryFiveSecondsAtMostAndAHiddenOneNotAtAll() {
    var ada = house.signIn("ada");
    ada.clock().install();
    var other = ada.context().newPage();
    other.navigate(House.HOME);
    Hands.goToConsent(other, "vercel");

    ada.navigate(House.HOME);
    assertThat(card(ada, "vercel").getByText("Connecting…")).isVisible();
    var asked = asking(ada);
    for (int second = 0; second < 60; second++) {
      ada.clock().runFor(1_000);
    }
    assertThat(asked).as("in a minute").hasSizeBetween(11, 12);

    ada.evaluate(HIDE, true);
    asked.clear();
    ada.clock().runFor(60_000);
    assertThat(asked).as("in a hidden minute").isEmpty();

    var answer = ada.waitForResponse(House.HOME, () -> ada.evaluate(HIDE, false));
    assertThat(answer.ok()).isTrue();
    assertThat(asked).as("seen again").hasSize(1);
  }

  @Test
  void aPageWithNothingToWaitForDoesNotAsk() {
    var max = house.signIn("max");
    max.clock().install();
    max.navigate(House.HOME);
    var asked = asking(max);
    max.clock().runFor(300_000);
    assertThat(asked).isEmpty();
  }

  /** Requests of the page's own script for the directory, from now on. */
  private static List<String> asking(Page page) {
    var asked = new ArrayList<String>();
    page.onRequest(request -> {
      if (request.headers().containsKey("hx-request")) {
        asked.add(request.url());
      }
    });
    return asked;
  }
}
