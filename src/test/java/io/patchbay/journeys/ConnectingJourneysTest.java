package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From nothing to connected accounts. */
class ConnectingJourneysTest {
  @RegisterExtension static final House house = House.empty();

  @Test
  void aNewcomerConnectsAllSixAndSeesSixHonestCards() {
    var ada = house.signIn("ada");
    house.look(ada, "directory-empty");

    connectSlack(ada);
    Hands.connect(ada, "google-calendar", "marketing@pinework.example");
    Hands.press(ada);
    Hands.pickFirst(ada);
    connectStripe(ada);
    Hands.connect(ada, "github", "octo-dev");
    Hands.press(ada);
    house.look(ada, "wizard-pick");
    Hands.pickFirst(ada);
    Hands.connect(ada, "vercel", "web");
    Hands.press(ada);
    Hands.pickFirst(ada);

    Hands.connect(ada, "linear", "pinework");
    Hands.press(ada);
    Hands.pickFirst(ada);

    ada.navigate(House.HOME);
    house.look(ada, "directory-six");
    for (String slug :
        List.of("slack", "google-calendar", "stripe", "github", "vercel", "linear")) {
      assertThat(card(ada, slug)).containsText("Connected");
      assertThat(card(ada, slug)).containsText("Connected to: ");
    }
    assertThat(ada.locator("main")).containsText("Everything works.");
  }

  private static void connectSlack(Page ada) {
    card(ada, "slack").getByLabel("Connect: Slack").click();
    house.look(ada, "wizard-permissions");
    Hands.press(ada);
    house.look(ada, "consent");
    Hands.allow(ada, "pinework");
    assertThat(ada.locator("main")).containsText("Connected as");
    house.look(ada, "wizard-connected");
    Hands.press(ada);
    Hands.pickFirst(ada);
    house.look(ada, "wizard-form");
    Hands.press(ada);
    house.look(ada, "wizard-optional");
  }

  private static void connectStripe(Page ada) {
    ada.navigate(House.HOME + "/stripe/setup/connect");
    house.look(ada, "wizard-key");
    ada.locator("input[type=password]").fill(house.sandbox().apiKey("Pinework"));
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("Pinework");
    ada.navigate(House.HOME + "/stripe/setup/events");
    Hands.press(ada);
    ada.navigate(House.HOME + "/stripe/setup/webhook");
    house.look(ada, "wizard-webhook");
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("The webhook is set up at Stripe.");
    house.look(ada, "wizard-webhook-made");
    house.sandbox().event(house.sandbox().endpoints().getFirst());
    // It turns while she watches.
    assertThat(ada.locator("#heard")).hasClass(java.util.regex.Pattern.compile("good"));
    assertThat(ada.locator("#next .loud")).isVisible();
    house.look(ada, "wizard-webhook-heard");
  }
}
