package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.patchbay.testing.Browser;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a provider to linked things on one page, and everything linked on another. */
class SourcesJourneysTest {
  private static final String CONNECT = "/w/pinework/connect?provider=";
  private static final String SOURCES = "/w/pinework/sources";

  @RegisterExtension static final House house = House.empty();

  @Test
  void twoOfFiveThousandRepositoriesSurviveASearchAndAReload() {
    var ada = house.signIn("ada");
    ada.navigate(CONNECT + "github");
    assertThat(ada.locator(".permissions")).containsText("Read the code of the repositories");
    house.look(ada, "connect-permissions");
    consent(ada, "octo-corp");
    assertThat(ada.locator("main")).containsText("Connected as @octo-corp");
    assertThat(ada.locator(".found")).containsText("Found more than 100 repositories.");

    ada.locator("input[name=chosen]").nth(0).check();
    assertThat(ada.locator("#tally")).containsText("1 repository selected");
    ada.locator("input[name=q]").fill("tower-4");
    ada.keyboard().press("Enter");
    ada.waitForURL("**q=tower-4**");
    ada.locator("input[name=chosen]").first().check();
    assertThat(ada.locator("#tally")).containsText("2 repositories selected");
    ada.reload();
    assertThat(ada.locator("#tally")).containsText("2 repositories selected");
    house.look(ada, "connect-picker");
    ada.getByText("Connect 2 repositories").click();
    assertThat(ada.locator("#result")).containsText("2 repositories connected.");
    house.look(ada, "connect-done");

    ada.navigate(SOURCES + "?provider=github");
    assertThat(ada.locator("table.sources tbody tr")).hasCount(2);
    house.look(ada, "sources");
    ada.getByLabel(Pattern.compile("^Unlink: ")).first().click();
    assertThat(ada.locator("main")).containsText("stops syncing at once");
    ada.locator("main button").first().click();
    assertThat(ada.locator("table.sources tbody tr")).hasCount(1);
  }

  @Test
  void withoutJavaScriptAndInPortuguese() {
    var ada =
        house.signIn("ada", options -> options.setJavaScriptEnabled(false).setLocale("pt-BR"));
    ada.navigate(CONNECT + "vercel");
    consent(ada, "web");
    ada.locator("input[name=chosen]").first().check();
    ada.locator("input[name=q]").fill("nothing like this");
    ada.keyboard().press("Enter");
    assertThat(ada.locator("#picker")).containsText("Nada aqui corresponde");
    assertThat(ada.locator("#tally")).containsText("Seleção: 1");
    ada.locator("button[value=connect]").click();
    assertThat(ada.locator("#result")).containsText("Conectado: 1");
  }

  @Test
  void withTheKeyboardAlone() {
    var ada = house.signIn("ada");
    ada.navigate(CONNECT + "slack");
    Hands.tabTo(ada.locator("main button.loud"));
    ada.keyboard().press("Enter");
    ada.waitForURL(url -> !url.contains("/w/pinework"));
    Hands.tabTo(ada.locator("input[name=account]"));
    ada.keyboard().press("Space");
    Hands.tabTo(ada.getByTestId("allow"));
    ada.keyboard().press("Enter");
    ada.waitForURL("**/connect?**");
    Hands.tabTo(ada.locator("input[name=q]"));
    ada.keyboard().type("general");
    ada.keyboard().press("Enter");
    ada.waitForURL("**q=general**");
    // While it is being read the list is swapped each second, and a tick would go with it.
    assertThat(ada.locator("#picker [hx-trigger='every 1s']")).hasCount(0);
    Hands.tabTo(ada.locator("input[name=chosen]"));
    ada.keyboard().press("Space");
    assertThat(ada.locator("#tally")).containsText("1 channel selected");
    Hands.tabTo(ada.locator("button[value=connect]"));
    ada.keyboard().press("Enter");
    assertThat(ada.locator("#result")).containsText("1 channel connected.");
  }

  @Test
  void aSourceOfOnesOwnIsUsedInAWorkspaceAndRevokedByItsOwner() {
    var max = house.signIn("max");
    max.navigate("/account/sources/new/github?workspace=pinework");
    consent(max, "mona");
    assertThat(max.locator("main")).containsText("Connected as @mona");
    max.locator("input[name=chosen]").first().check();
    max.locator("button[value=connect]").click();
    assertThat(max.locator("#result")).containsText("1 repository connected.");

    max.navigate("/w/elmwork/connect?provider=github");
    assertThat(max.locator("main")).containsText("Connected as @mona");

    max.navigate("/account/sources");
    assertThat(max.locator("main")).containsText("1 thing in Pinework");
    house.look(max, "my-sources");
    max.getByLabel("Revoke: @mona").click();
    assertThat(max.locator("main")).containsText("1 thing stops in Pinework");
    max.locator("main button").first().click();
    assertThat(max.locator(".flash")).containsText("@mona");
    var ada = house.signIn("ada");
    ada.navigate(House.HOME + "/github");
    assertThat(ada.locator(".log")).containsText("Max revoked their own source @mona");
  }

  @Test
  void whatNobodyHasIsSaidAndNothingIsLost() {
    Browser ada = house.quietly("ada");
    var unknown = ada.get(CONNECT + "nobody");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("There is no provider “nobody”.");
    assertThat(ada.get(SOURCES + "/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    var page = ada.get(CONNECT + "github");
    assertThat(
            ada.submit(
                    page,
                    "/w/pinework/connect/selection",
                    Map.of(
                        "provider",
                        "github",
                        "connection",
                        UUID.randomUUID().toString(),
                        "chosen",
                        "r".repeat(300_000)))
                .statusCode())
        .isIn(303, 400, 413);
  }

  @Test
  void operatorsSeeWhatRunsAndOthersSeeNoSuchPage() {
    var olga = house.visitor(it -> it);
    olga.navigate("/");
    olga.locator("button[name=member][value=olga]").click();
    olga.waitForURL("**/operator");
    for (String page :
        new String[] {"", "/failing", "/usage", "/support?workspace=pinework", "/catalog"}) {
      olga.navigate("/operator" + page);
      assertThat(olga.locator("main nav.tabs").first()).isVisible();
      house.look(olga, "operator" + page.replaceAll("[^a-z]", "-"));
    }
    var ada = house.quietly("ada");
    for (String page :
        new String[] {"", "/failing", "/usage", "/usage.csv", "/support", "/catalog"}) {
      assertThat(ada.get("/operator" + page).statusCode()).isEqualTo(404);
    }
  }

  private static void consent(Page page, String account) {
    page.locator("main button.loud").first().click();
    page.locator("input[name=account][value='" + account + "']").check();
    page.getByTestId("allow").click();
    page.waitForURL("**/connect?**");
  }
}
