package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;

import com.microsoft.playwright.Page;
import io.patchbay.sandbox.Sandbox;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each way in which connecting goes wrong ends on a page that says what happened, what to do and
 * what we do next, and leaves the directory as usable as before.
 */
class FailingJourneysTest {
  @RegisterExtension static final House house = House.empty();

  @Test
  void deniedConsent() {
    var ada = house.signIn("ada");
    Hands.goToConsent(ada, "slack");
    Hands.deny(ada);
    says(
        ada,
        "You did not allow access at Slack, so nothing was connected.",
        "Start again when you are ready.",
        "Nothing was saved at Slack’s side or ours.");
    house.look(ada, "failed-denied");
    nothingIsConnected(ada, "slack");
  }

  @Test
  void aWrongKey() {
    var ada = house.signIn("ada");
    ada.navigate(House.HOME + "/stripe/setup/connect");
    ada.locator("input[type=password]").fill("rk_test_" + "0".repeat(40));
    Hands.press(ada);
    says(ada, "Stripe refused this credential.", "Check it and try again.", "Nothing was saved.");
    house.look(ada, "failed-wrong-key");
    nothingIsConnected(ada, "stripe");
  }

  @Test
  void aProviderThatIsDownAtTheExchange() {
    var ada = house.signIn("ada");
    Hands.goToConsent(ada, "vercel");
    house.sandbox().trouble("vercel", "outage", true);
    Hands.allow(ada, "web");
    says(
        ada,
        "Vercel did not answer in a way we can read.",
        "Try again in a few minutes.",
        "Nothing was saved, and everything else goes on.");
    house.look(ada, "failed-outage");
    nothingIsConnected(ada, "vercel");
  }

  @Test
  void aProviderThatAnswersGarbage() {
    var ada = house.signIn("ada");
    Hands.goToConsent(ada, "github");
    house.sandbox().trouble("github", "garbage", true);
    Hands.allow(ada, "octo-dev");
    says(
        ada,
        "GitHub did not answer in a way we can read.",
        "Try again in a few minutes.",
        "Nothing was saved, and everything else goes on.");
    nothingIsConnected(ada, "github");
  }

  @Test
  void aCallbackCountsOnce() {
    var ada = house.signIn("ada");
    var callback = new AtomicReference<>("");
    ada.onRequest(request -> {
      if (request.url().contains("/oauth/callback/")) {
        callback.set(request.url());
      }
    });
    Hands.connect(ada, "slack", "pinework");
    assertThat(ada.locator("main")).containsText("Connected as");

    ada.navigate(callback.get());
    assertThat(ada.locator(".flash")).containsText("Nothing was connected");
    house.look(ada, "callback-again");
    ada.navigate(House.HOME + "/slack");
    assertThat(ada.locator("table.connections tbody tr")).hasCount(1);
  }

  @Test
  void aCallbackInAnotherBrowserConnectsNothing() {
    var ada = house.signIn("ada");
    var callback = callbackOf(ada);

    var max = house.signIn("max");
    max.navigate(callback);
    assertThat(max.locator(".flash")).containsText("Nothing was connected");
    var otherAda = house.signIn("ada");
    otherAda.navigate(callback);
    assertThat(otherAda.locator(".flash")).containsText("Nothing was connected");
    var stranger = house.visitor(it -> it);
    stranger.navigate(callback);
    assertThat(stranger.locator(".flash")).containsText("so nothing was connected.");
    nothingIsConnected(ada, "slack");
  }

  /** The address to which the provider sends Ada's browser back, which never gets there. */
  private static String callbackOf(Page ada) {
    Hands.goToConsent(ada, "slack");
    return house.bean(Sandbox.class).person().allow(URI.create(ada.url()), "pinework").toString();
  }

  private static void says(Page page, String happened, String toDo, String next) {
    assertThat(page.locator("main")).containsText(happened);
    assertThat(page.locator("main")).containsText(toDo);
    assertThat(page.locator("main")).containsText(next);
  }

  private static void nothingIsConnected(Page page, String slug) {
    page.navigate(House.HOME);
    assertThat(card(page, slug)).not().containsText("Connected");
    assertThat(card(page, slug)).containsText("Connect");
  }
}
