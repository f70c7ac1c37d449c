package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Member asks, an Admin answers, and both are told in the page. */
class AskingJourneysTest {
  private static final String REQUESTS = "/w/pinework/requests";

  @RegisterExtension static final House house = House.empty();

  @Test
  void aMemberAsksAndAnAdminApproves() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "slack", "pinework");
    house.sandbox().revoke("slack", "pinework");
    Hands.checkNow(house, ada, "slack");

    var mia = house.signIn("mia");
    card(mia, "slack").getByLabel("Ask an Admin to manage: Slack").click();
    assertThat(mia.locator(".asked")).containsText("You asked an Admin to reconnect Slack");
    assertThat(mia.locator(".asked")).containsText("Waiting for an answer");

    ada.navigate(House.HOME);
    assertThat(ada.locator("nav .count")).containsText("1");
    ada.locator("nav").getByText("Requests").click();
    house.look(ada, "requests");
    ada.getByLabel("Approve: Mia asks you to reconnect Slack").click();
    ada.waitForURL("**/slack/setup/authorize?connection=**");
    assertThat(ada.locator(".flash")).containsText("Mia is told when it is done.");
    assertThat(ada.locator("nav .count")).hasCount(0);

    mia.reload();
    assertThat(mia.locator(".asked")).containsText("Approved by Ada");
    assertThat(mia.locator("#status button[disabled]")).hasText("Asked today");

    Hands.press(ada);
    Hands.allow(ada, "pinework");
    assertThat(ada.locator("#status")).containsText("In progress");
    mia.reload();
    assertThat(mia.locator(".asked")).containsText("Done, just now");
    house.look(mia, "request-done");
    mia.navigate(REQUESTS);
    assertThat(mia.locator("main")).containsText("You asked an Admin to reconnect Slack");
    house.look(mia, "requests-of-a-member");
  }

  @Test
  void aRefusalIsToldWithItsReasonAndMayBeAskedAgain() {
    var mia = house.signIn("mia");
    card(mia, "vercel").getByLabel("Ask an Admin to manage: Vercel").click();

    var ada = house.signIn("ada");
    ada.navigate(REQUESTS);
    decline(ada, "Mia asks you to connect Vercel", "We use another host.");
    assertThat(ada.locator(".flash")).containsText("Declined. Mia sees your answer here.");

    mia.reload();
    assertThat(mia.locator(".asked")).containsText("Declined by Ada");
    assertThat(mia.locator(".asked blockquote")).hasText("We use another host.");
    assertThat(mia.getByLabel("Ask an Admin to manage: Vercel")).isEnabled();
  }

  private static void decline(Page page, String what, String answer) {
    page.getByLabel("Decline: " + what).click();
    page.locator(".answer details[open] input[name=answer]").fill(answer);
    house.look(page, "requests-declining");
    page.locator(".answer details[open] button").click();
  }

  @Test
  void nobodyButAnAdminAnswers() {
    var mia = house.quietly("mia");
    mia.submit(mia.get(House.HOME), House.HOME + "/github/requests", Map.of());
    var page = house.quietly("ada").get(REQUESTS).body();
    var at = page.indexOf("/approved");
    var address = page.substring(page.lastIndexOf('"', at) + 1, at);
    for (String person : new String[] {"mia", "max", "bea"}) {
      var browser = house.quietly(person);
      var here = browser.get(House.HOME);
      for (String answer : new String[] {"/approved", "/declined", "/done"}) {
        assertThat(browser.submit(here, address + answer, Map.of()).statusCode()).isEqualTo(403);
      }
    }
    var max = house.quietly("max");
    assertThat(
            max.submit(
                    max.get("/w/elmwork/integrations"),
                    address.replace("pinework", "elmwork") + "/approved",
                    Map.of())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void anAdminLimitsAnIntegrationToBilling() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "slack", "pinework");
    ada.navigate(House.HOME + "/slack");
    ada.getByText("Limit to billing").click();
    assertThat(ada.locator(".notice.good")).containsText("Only Admins and people with the billing");

    var max = house.signIn("max");
    max.navigate(House.HOME + "/slack");
    assertThat(max.locator("#status")).containsText("Ask an Admin to manage");
    var bea = house.signIn("bea");
    bea.navigate(House.HOME + "/slack");
    assertThat(bea.locator("#status")).containsText("Continue setup");

    ada.getByText("Open to Managers").click();
    assertThat(ada.locator(".notice.good")).containsText("Managers may manage Slack again.");
    max.reload();
    assertThat(max.locator("#status")).containsText("Continue setup");
  }
}
