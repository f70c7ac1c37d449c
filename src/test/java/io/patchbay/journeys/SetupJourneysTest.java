package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Setup that is left and taken up again, by the same person or by two at once. */
class SetupJourneysTest {
  private static final String NOTIFY = House.HOME + "/slack/setup/notify";

  @RegisterExtension static final House house = House.empty();

  @Test
  void halfDoneSetupIsResumedOnAnotherDevice() {
    var desk = house.signIn("ada");
    Hands.connect(desk, "slack", "pinework");
    desk.navigate(House.HOME + "/slack/setup/channels");
    Hands.pickFirst(desk);
    assertThat(desk.locator("main")).containsText("You can finish later. We’ll keep your choices.");

    var phone =
        house.signIn(
            "ada", options -> options.setViewportSize(360, 740).setColorScheme(ColorScheme.DARK));
    assertThat(card(phone, "slack")).containsText("2 of 3 required steps complete");
    card(phone, "slack").getByLabel("Continue setup: Slack").click();
    phone.waitForURL("**/setup/notify");
    house.look(phone, "resumed-on-a-phone");
    Hands.press(phone);
    phone.navigate(House.HOME + "/slack/setup/finish");
    assertThat(phone.locator("main")).containsText("Slack is set up and works.");
    house.look(phone, "finished-on-a-phone");

    phone.navigate(House.HOME + "/slack");
    phone.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(phone.locator("#status")).isVisible();
    assertThat(phone.locator(".bar nav")).isHidden();
  }

  @Test
  void twoPeopleInTheSameScreenKeepEachOthersChoices() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "slack", "pinework");
    ada.navigate(NOTIFY);
    Hands.press(ada);

    var max = house.signIn("max");
    ada.navigate(NOTIFY);
    max.navigate(NOTIFY);
    ada.locator("input[value=task_assigned]").check();
    max.locator("input[value=weekly_summary]").check();
    max.locator("input[value=new_lead]").uncheck();
    Hands.press(ada);
    ada.waitForURL(url -> !url.endsWith("/notify"));
    Hands.press(max);
    max.waitForURL(url -> !url.endsWith("/notify"));

    ada.navigate(NOTIFY);
    assertThat(ada.locator("input[value=task_assigned]")).isChecked();
    assertThat(ada.locator("input[value=weekly_summary]")).isChecked();
    assertThat(ada.locator("input[value=deal_won]")).isChecked();
    assertThat(ada.locator("input[value=new_lead]")).not().isChecked();
  }
}
