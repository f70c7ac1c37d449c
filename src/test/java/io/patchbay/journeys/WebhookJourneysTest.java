package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The webhook step: by request, by hand, and what stands in the way. */
class WebhookJourneysTest {
  private static final String STEP = House.HOME + "/stripe/setup/webhook";

  @RegisterExtension static final House house = House.empty();

  private Page ada;

  @BeforeEach
  void stripeIsConnected() {
    ada = house.signIn("ada");
    ada.navigate(House.HOME + "/stripe/setup/connect");
    ada.locator("input[type=password]").fill(house.sandbox().apiKey("Acme"));
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("Acme");
    ada.navigate(STEP);
  }

  @AfterEach
  void nothingIsLeftThere() {
    house.sandbox().turn("stripe", "drop-scope", permission("false"));
    house
        .sandbox()
        .endpoints()
        .forEach(
            it -> house.sandbox().turn("stripe", "endpoint-remove", Map.of("endpoint", it.id())));
  }

  @Test
  void settingItUpTwiceLeavesOneAndDisconnectingNone() {
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("The webhook is set up at Stripe.");
    var first = house.sandbox().endpoints();
    org.assertj.core.api.Assertions.assertThat(first).hasSize(1);
    ada.getByText("Set it up again").click();
    assertThat(ada.locator("main")).containsText("The webhook is set up at Stripe.");
    org.assertj.core.api.Assertions.assertThat(house.sandbox().endpoints()).isEqualTo(first);

    house.sandbox().event(first.getFirst());
    assertThat(ada.locator("#heard")).hasClass(Pattern.compile("good"));

    ada.navigate(House.HOME + "/stripe");
    ada.locator("table.connections").getByText("Disconnect").click();
    ada.locator("main button.risk").click();
    assertThat(ada.locator("main")).containsText("The webhook there is deleted.");
    org.assertj.core.api.Assertions.assertThat(house.sandbox().endpoints()).isEmpty();
  }

  @Test
  void whereThePermissionIsMissingItSaysSoAndOffersTheOtherWay() {
    house.sandbox().turn("stripe", "drop-scope", permission("true"));
    Hands.press(ada);
    assertThat(ada.locator("[role=alert]")).containsText("Stripe did not let us create a webhook.");
    house.look(ada, "wizard-webhook-refused");

    // By hand it goes on without that permission.
    var endpoint = house.sandbox().endpoint("acme", ada.locator("#address").inputValue());
    ada.locator("#secret").fill(endpoint.secret());
    ada.getByText("Save secret").click();
    house.sandbox().event(endpoint);
    assertThat(ada.locator("#heard")).hasClass(Pattern.compile("good"));
  }

  @Test
  void whileTheProviderIsAwayNothingIsKept() {
    house.sandbox().trouble("stripe", "outage", true);
    Hands.press(ada);
    assertThat(ada.locator("[role=alert]")).containsText("Stripe did not answer.");
    house.sandbox().trouble("stripe", "outage", false);
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("The webhook is set up at Stripe.");
  }

  private static Map<String, String> permission(String dropped) {
    return Map.of("account", "acme", "scope", "webhook_endpoints:write", "on", dropped);
  }
}
