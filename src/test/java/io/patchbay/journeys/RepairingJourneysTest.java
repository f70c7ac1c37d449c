package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.Media;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From something broken back to Connected, and what ends on purpose. */
class RepairingJourneysTest {
  @RegisterExtension static final House house = House.empty();

  @Test
  void aRevokedGrantTurnsTheCardWithoutAnyoneClicking() {
    var ada = house.signIn("ada");
    connectSlack(ada, "pinework");
    var connection = connectionRow(ada, "slack").getAttribute("id");

    house.sandbox().revoke("slack", "pinework");
    house.later(Duration.ofHours(7));
    waitForTrouble(ada, "slack");

    assertThat(card(ada, "slack")).containsText("Needs attention");
    assertThat(card(ada, "slack")).containsText("expired. Reconnect to continue syncing.");
    assertThat(card(ada, "slack")).containsText("We retry by ourselves as soon as you reconnect.");
    house.look(ada, "directory-needs-attention");

    card(ada, "slack").getByLabel("Reconnect: Slack").click();
    house.look(ada, "wizard-reconnect");
    Hands.press(ada);
    Hands.allow(ada, "pinework");
    assertThat(ada.locator("main")).containsText("is connected again.");
    assertThat(ada.locator("#status")).not().containsText("Needs attention");
    assertThat(connectionRow(ada, "slack").getAttribute("id")).isEqualTo(connection);
  }

  @Test
  void anotherAccountIsRefusedByName() {
    var ada = house.signIn("ada");
    connectSlack(ada, "pinework");
    breakAndCheck(ada, "slack", "slack", "pinework");

    ada.locator("#status").getByLabel("Reconnect: Slack").click();
    Hands.press(ada);
    Hands.allow(ada, "acme");

    assertThat(ada.locator("main"))
        .containsText("You signed in as Acme. This connection belongs to Pinework.");
    assertThat(ada.locator("main")).containsText("Reconnect and choose Pinework.");
    assertThat(ada.locator("main")).containsText("The connection stays as it was.");
    house.look(ada, "wizard-another-account");
    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("Needs attention");
  }

  @Test
  void oneOfFourWorkspacesNeedsReauth() {
    var ada = house.signIn("ada");
    for (String account : new String[] {"pinework", "acme", "acme-support", "acme-labs"}) {
      Hands.connect(ada, "slack", account);
    }
    house.sandbox().revoke("slack", "acme-support");
    Hands.checkNow(house, ada, "slack");

    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("1 of 4 workspaces needs re-auth");
    house.look(ada, "directory-one-of-four");
    ada.navigate(House.HOME + "/slack");
    assertThat(ada.locator("table.connections tbody tr")).hasCount(4);
    house.look(ada, "details-one-of-four");

    ada.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(ada.locator("table.connections tbody tr").last()).isVisible();
    assertThat(ada.locator(".why .evidence").first()).isVisible();
    assertThat(ada.locator("section.danger")).isHidden();
    assertThat(ada.locator("#status .button").first()).isHidden();
    house.look(ada, "details-on-paper");
  }

  @Test
  void aMissingPermissionIsNamedAndFixed() {
    var ada = house.signIn("ada");
    Hands.goToConsent(ada, "google-calendar");
    ada.locator("input[value='marketing@pinework.example']").check();
    ada.locator("input[name=scope]").first().uncheck();
    ada.getByTestId("allow").click();
    ada.waitForURL("**" + House.HOME + "/**");

    ada.navigate(House.HOME);
    assertThat(card(ada, "google-calendar")).containsText("Needs attention");
    assertThat(card(ada, "google-calendar"))
        .containsText("did not grant a permission that we need");
    house.look(ada, "directory-missing-permission");
    card(ada, "google-calendar").getByLabel("Fix permissions: Google Calendar").click();
    Hands.press(ada);
    Hands.allow(ada, "marketing@pinework.example");
    assertThat(ada.locator("main")).containsText("is connected again.");
    assertThat(ada.locator("#status")).not().containsText("Needs attention");
  }

  @Test
  void whereNothingNeedsAttentionThePageSaysSoAndWhenItLooked() {
    var ada = house.signIn("ada");
    connectSlack(ada, "pinework");
    ada.navigate(House.HOME + "?status=needs_attention");
    assertThat(ada.locator(".empty")).containsText("Nothing needs your attention");
    assertThat(ada.locator(".empty")).containsText("Last checked");
    house.look(ada, "directory-nothing-wrong");

    ada.navigate(House.HOME + "?status=needs_attention&category=development");
    assertThat(ada.locator(".empty")).containsText("Nothing here right now");
    assertThat(ada.locator(".empty")).not().containsText("Last checked");
  }

  @Test
  void whatIsCopiedInTheDrawerIsHeardThere() {
    var ada = house.signIn("ada");
    ada.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    connectSlack(ada, "pinework");
    breakAndCheck(ada, "slack", "slack", "pinework");
    ada.navigate(House.HOME);
    card(ada, "slack").locator("h3 a").click();
    var ticket = ada.locator("dialog.drawer details.ticket").first();
    ticket.locator("summary").click();
    ticket.locator("button[data-copy]").click();
    assertThat(ada.locator("dialog.drawer [role=status][data-live]")).hasText("Copied");
  }

  @Test
  void disconnectingSaysWhatTheProviderAnswered() {
    var ada = house.signIn("ada");
    connectSlack(ada, "pinework");
    ada.navigate(House.HOME + "/slack");
    ada.getByText("Disconnect all").click();
    assertThat(ada.locator("main")).containsText("The history stays.");
    house.look(ada, "disconnect-asks");
    ada.locator("main button.risk").click();
    assertThat(ada.locator("main")).containsText("its credential is erased here.");
    assertThat(ada.locator("main")).containsText("confirmed that our access is ended.");
    assertThat(ada.locator("#status")).containsText("Not set up");
    house.look(ada, "disconnected");
  }

  @Test
  void aKeyIsErasedAndThePersonIsShownWhereToEndIt() {
    var ada = house.signIn("ada");
    connectStripe(ada);
    ada.navigate(House.HOME + "/stripe");
    ada.locator("table.connections").getByText("Disconnect").click();
    assertThat(ada.locator("main")).containsText("offers no way to end it from our side");
    ada.locator("main button.risk").click();
    assertThat(ada.locator("main")).containsText("offers no way to end our access from here.");
    assertThat(ada.getByText("End it there by hand")).isVisible();
  }

  @Test
  void anAdminTurnsItOffAndOnAgain() {
    var ada = house.signIn("ada");
    connectSlack(ada, "pinework");
    ada.navigate(House.HOME + "/slack");
    ada.getByText("Disable", new Page.GetByTextOptions().setExact(true)).click();
    house.look(ada, "disable-asks");
    ada.locator("main form button").click();
    assertThat(ada.locator("#status")).containsText("Disabled");
    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("Disabled");
    house.look(ada, "directory-disabled");
    card(ada, "slack").getByLabel("Enable: Slack").click();
    assertThat(ada.locator("main")).containsText("is on again.");
    assertThat(ada.locator("#status")).not().containsText("Disabled");
  }

  private static void connectSlack(Page ada, String account) {
    Hands.connect(ada, "slack", account);
    Hands.press(ada);
    Hands.pickFirst(ada);
    Hands.press(ada);
  }

  private static void connectStripe(Page ada) {
    ada.navigate(House.HOME + "/stripe/setup/connect");
    ada.locator("input[type=password]").fill(house.sandbox().apiKey("Pinework"));
    Hands.press(ada);
    assertThat(ada.locator("main")).containsText("Connected as");
  }

  private static Locator connectionRow(Page ada, String slug) {
    ada.navigate(House.HOME + "/" + slug);
    return ada.locator("table.connections tbody tr").first();
  }

  private static void breakAndCheck(Page ada, String slug, String provider, String account) {
    house.sandbox().revoke(provider, account);
    Hands.checkNow(house, ada, slug);
    assertThat(ada.locator("#status")).containsText("Needs attention");
  }

  /**
   * Looks at the directory until the check ran, which is within a second or two; presses nothing.
   */
  private static void waitForTrouble(Page ada, String slug) {
    for (int look = 0; look < 20; look++) {
      ada.navigate(House.HOME);
      try {
        assertThat(card(ada, slug))
            .containsText("Needs attention", new ContainsTextOptions().setTimeout(1000));
        return;
      } catch (AssertionError notYet) {
        // the check runs within a second or two
      }
    }
    assertThat(card(ada, slug)).containsText("Needs attention");
  }
}
