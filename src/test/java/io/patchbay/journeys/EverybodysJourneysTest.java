package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another role, another language, no mouse, no script, a small screen. */
class EverybodysJourneysTest {
  @RegisterExtension static final House house = House.empty();

  @Test
  void aMemberSeesTheTruthAndAsksAnAdmin() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "slack", "pinework");
    house.sandbox().revoke("slack", "pinework");
    Hands.checkNow(house, ada, "slack");
    assertThat(ada.locator("#status")).containsText("Needs attention");

    var mia = house.signIn("mia");
    assertThat(card(mia, "slack")).containsText("Needs attention");
    assertThat(card(mia, "slack")).containsText("Reconnect to continue syncing.");
    assertThat(card(mia, "slack").getByLabel("Reconnect: Slack")).hasCount(0);
    house.look(mia, "member-directory");
    card(mia, "slack").getByLabel("Ask an Admin to manage: Slack").click();
    assertThat(mia.locator("#status button[disabled]")).hasText("Asked today");
    assertThat(mia.locator("main")).not().containsText("Disconnect all");
    assertThat(mia.locator("main")).containsText("Only Admins can disconnect.");
    house.look(mia, "member-details");
    mia.navigate(House.HOME);
    assertThat(card(mia, "slack").locator("button[disabled]")).hasText("Asked today");

    nothingIsOpenToHerByHand();
  }

  private static void nothingIsOpenToHerByHand() {
    var mia = house.quietly("mia");
    var page = mia.get(House.HOME + "/slack");
    for (String path : List.of("/slack/authorizations", "/slack/disabled", "/slack/disconnected")) {
      assertThat(mia.submit(page, House.HOME + path, Map.of()).statusCode()).isEqualTo(403);
    }
    var key = Map.of("api_key", house.sandbox().apiKey("Pinework"));
    assertThat(mia.submit(page, House.HOME + "/stripe/credentials", key).statusCode())
        .isEqualTo(403);
  }

  @Test
  void withoutJavaScript() {
    var ada = house.signIn("ada", options -> options.setJavaScriptEnabled(false));
    ada.locator("input[type=search]").fill("slak");
    ada.keyboard().press("Enter");
    ada.waitForURL("**?q=slak");
    assertThat(card(ada, "slack")).isVisible();
    assertThat(card(ada, "stripe")).hasCount(0);

    card(ada, "slack").getByLabel("Connect: Slack").click();
    Hands.press(ada);
    Hands.allow(ada, "pinework");
    Hands.press(ada);
    Hands.pickFirst(ada);
    Hands.press(ada);
    ada.navigate(House.HOME);
    card(ada, "slack").locator("h3 a").click();
    ada.waitForURL("**/slack");
    assertThat(ada.locator("#status")).containsText("Connected");
  }

  @Test
  void inPortuguese() {
    var ada = house.signIn("ada", options -> options.setLocale("pt-BR"));
    assertThat(ada.locator("html")).hasAttribute("lang", "pt-BR");
    assertThat(ada.locator("h1")).hasText("Integrações");
    assertThat(card(ada, "slack")).containsText("Conectar");
    assertThat(ada.locator("nav.tabs").first()).containsText("Não configurado");
    assertThat(ada.locator("nav.tabs").first()).containsText("Precisa de atenção");
    house.look(ada, "portuguese-directory");

    card(ada, "slack").getByLabel("Conectar: Slack").click();
    assertThat(ada.locator("h1")).containsText("Autorizar o workspace");
    assertThat(ada.locator("main"))
        .containsText("Você escolhe o workspace na página do próprio Slack.");
    house.look(ada, "portuguese-wizard");
    Hands.press(ada);
    Hands.allow(ada, "pinework");
    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("Em andamento");
    assertThat(card(ada, "slack")).containsText("Continuar configuração");
    card(ada, "slack").getByText("Continuar configuração").click();
    Hands.pickFirst(ada);
    Hands.press(ada);
    ada.navigate(House.HOME);
    assertThat(card(ada, "slack")).containsText("Conectado");

    house.sandbox().revoke("slack", "pinework");
    Hands.checkNow(house, ada, "slack");
    assertThat(ada.locator("#status")).containsText("Precisa de atenção");
    assertThat(ada.locator("#status")).containsText("Reconectar");
    house.look(ada, "portuguese-details");
  }

  @Test
  void withTheKeyboardAlone() {
    var ada = house.signIn("ada");
    ada.keyboard().press("Tab");
    assertThat(ada.locator("a.skip")).isFocused();
    ada.keyboard().press("/");
    assertThat(ada.locator("input[type=search]")).isFocused();
    ada.keyboard().type("slack");
    ada.waitForURL("**q=slack**");
    assertThat(card(ada, "stripe")).hasCount(0);

    tabTo(ada, "#card-slack h3 a");
    ada.keyboard().press("Enter");
    assertThat(ada.locator("dialog.drawer h1")).isFocused();
    house.look(ada, "drawer");
    ada.keyboard().press("Escape");
    assertThat(ada.locator("dialog.drawer")).isHidden();
    ada.waitForURL("**q=slack**");
    assertThat(ada.locator("#card-slack h3 a")).isFocused();

    tabTo(ada, "#card-slack .button");
    ada.keyboard().press("Enter");
    ada.waitForURL("**/setup/authorize");
    tabTo(ada, "main button.loud");
    ada.keyboard().press("Enter");
    ada.waitForURL(Pattern.compile("slack\\.com"));
    tabTo(ada, "input[name=account]");
    ada.keyboard().press("Space");
    tabTo(ada, "[data-testid=allow]");
    ada.keyboard().press("Enter");
    assertThat(ada.locator("main")).containsText("Connected as");
  }

  private static void tabTo(Page page, String what) {
    for (int presses = 0; presses < 60; presses++) {
      page.keyboard().press("Tab");
      if (Boolean.TRUE.equals(
          page.evaluate("what => document.activeElement.matches(what)", what))) {
        return;
      }
    }
    throw new AssertionError("The Tab key never gets to " + what + " on " + page.url());
  }

  @Test
  void onASmallScreenInLightAndDark() {
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      var as = scheme == ColorScheme.LIGHT ? "narrow-light" : "narrow-dark";
      var ada =
          house.signIn("ada", options -> options.setViewportSize(320, 640).setColorScheme(scheme));
      fits(ada, as + "-directory");
      ada.navigate(House.HOME + "/slack/setup/authorize?another=true");
      fits(ada, as + "-wizard");
      ada.navigate(House.HOME + "/stripe/setup/connect");
      fits(ada, as + "-key");
      Hands.connect(ada, "slack", "pinework");
      ada.navigate(House.HOME + "/slack/setup/channels");
      fits(ada, as + "-pick");
      ada.navigate(House.HOME + "/slack");
      fits(ada, as + "-details");
      ada.navigate(House.HOME);
      fits(ada, as + "-directory-in-use");
    }
  }

  private static void fits(Page page, String as) {
    house.look(page, as);
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("the width of %s at 320 px", page.url())
        .isLessThanOrEqualTo(320);
  }

  @Test
  void inTheDark() {
    var ada = house.signIn("ada", options -> options.setColorScheme(ColorScheme.DARK));
    house.look(ada, "dark-directory");
    Hands.connect(ada, "slack", "pinework");
    house.look(ada, "dark-wizard");
    house.sandbox().revoke("slack", "pinework");
    Hands.checkNow(house, ada, "slack");
    assertThat(ada.locator("#status")).containsText("Needs attention");
    house.look(ada, "dark-details");
    ada.navigate(House.HOME);
    house.look(ada, "dark-needs-attention");
    ada.navigate("/workspaces");
    house.look(ada, "dark-workspaces");
    ada.navigate("/nowhere");
    house.look(ada, "dark-nothing-here");
    ada.navigate(house.sandbox().address().toString());
    house.look(ada, "dark-switches");
  }
}
