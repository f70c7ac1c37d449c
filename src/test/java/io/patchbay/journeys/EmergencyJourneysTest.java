package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator ends all access to a provider, and the people who used it learn what to do. */
class EmergencyJourneysTest {
  @RegisterExtension static final House house = House.empty();

  @Test
  void allAccessToAProviderEndsOnceItsNameIsTypedAndComesBackByReconnecting() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "slack", "pinework");
    Hands.press(ada);
    Hands.pickFirst(ada);

    var olga = house.visitor(it -> it);
    olga.navigate("/");
    olga.locator("button[name=member][value=olga]").click();
    olga.waitForURL("**/operator");
    olga.navigate("/operator/emergency");
    house.look(olga, "emergency");
    olga.getByLabel("End access to Slack").click();
    assertThat(olga.locator("main")).containsText("1 credential is revoked");
    house.look(olga, "emergency-confirm");
    type(olga, "slak");
    assertThat(olga.locator("main")).containsText("This is not slack. Nothing was ended.");
    type(olga, "slack");
    assertThat(olga.locator("body")).containsText("Ending all access to Slack.");
    waitUntilDone(olga);
    assertThat(olga.locator("main")).containsText("1 erased, 1 confirmed by the provider");
    house.look(olga, "emergency-done");

    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("Needs attention");
    assertThat(card(ada, "slack")).containsText("was ended and erased by your operator.");
    house.look(ada, "directory-ended-by-operator");
    Hands.checkNow(house, ada, "slack");
    assertThat(ada.locator("#status")).containsText("was ended and erased by your operator.");
    house.look(ada, "details-ended-by-operator");

    ada.locator("#status").getByLabel("Reconnect: Slack").click();
    Hands.press(ada);
    Hands.allow(ada, "pinework");
    assertThat(ada.locator("main")).containsText("is connected again.");
    ada.navigate(House.HOME + "/slack");
    assertThat(ada.locator("#status")).not().containsText("Needs attention");
  }

  private static void type(Page olga, String name) {
    olga.locator("input[name=typed]").fill(name);
    olga.locator("button.risk").click();
  }

  private static void waitUntilDone(Page olga) {
    for (int look = 0; look < 300 && olga.getByText("Going on").count() > 0; look++) {
      olga.waitForTimeout(200);
      olga.navigate("/operator/emergency");
    }
    assertThat(
            olga.locator("td")
                .filter(
                    new com.microsoft.playwright.Locator.FilterOptions()
                        .setHasText(Pattern.compile("^Done$"))))
        .isVisible();
  }
}
