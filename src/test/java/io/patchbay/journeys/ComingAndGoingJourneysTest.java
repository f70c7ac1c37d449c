package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.FileSystemUtils;

/** What people wish for comes, and what was somebody's own goes with them. */
class ComingAndGoingJourneysTest {
  private static final Path CATALOG =
      Path.of("target", "journeys", "catalog-" + ProcessHandle.current().pid());

  @RegisterExtension
  static final House house =
      House.with("coming-and-going", Map.of("patchbay.empty", "true", "patchbay.catalog", soon()));

  /** An operator's own entry, which is coming soon. */
  private static String soon() {
    try {
      var folder = CATALOG.resolve("parrot");
      FileSystemUtils.copyRecursively(Path.of("catalog", "vercel"), folder);
      rewrite("slug: vercel", "slug: parrot");
      rewrite("name: Vercel\n", "name: Parrot\n");
      rewrite("featured: 5\n", "");
      rewrite("availability: available", "availability: coming_soon");
      return CATALOG.toAbsolutePath().toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void rewrite(String was, String is) throws IOException {
    var file = CATALOG.resolve("parrot").resolve("integration.yml");
    Files.writeString(file, Files.readString(file).replace(was, is));
  }

  @Test
  void aVoteIsCountedTakenBackAndAnsweredWhenTheEntryIsHere() throws IOException {
    var mia = house.signIn("mia");
    mia.navigate(House.HOME);
    mia.getByLabel("Request: Parrot").click();
    assertThat(mia.locator(".vote")).containsText("You asked for it");
    mia.getByLabel("What would you use it for?").fill("It repeats what we say");
    mia.locator(".vote").getByText("Save").click();
    house.look(mia, "voted");

    var ada = house.signIn("ada");
    ada.navigate(House.HOME + "/parrot");
    assertThat(ada.locator(".vote")).containsText("1 person asked for it");
    ada.getByText("Ask for Parrot").click();
    assertThat(ada.locator(".vote")).containsText("You and 1 other person asked for it");
    ada.getByLabel("Withdraw: Parrot").click();
    assertThat(ada.locator(".vote")).containsText("1 person asked for it");
    ada.navigate("/w/pinework/requests");
    assertThat(ada.locator("main")).containsText("It repeats what we say Mia");
    house.look(ada, "wished-for");

    rewrite("availability: coming_soon", "availability: available");
    var olga = house.quietly("olga");
    olga.submit(olga.get("/operator/catalog"), "/operator/catalog/reload", Map.of());
    mia.navigate(House.HOME);
    assertThat(mia.locator(".arrival")).containsText("Parrot is here. You asked for it on");
    house.look(mia, "arrived");
    mia.getByLabel("Dismiss: Parrot").click();
    assertThat(mia.locator(".arrival")).hasCount(0);
    ada.navigate(House.HOME);
    assertThat(ada.locator(".arrival")).hasCount(0);
  }

  @Test
  void aMemberWhoLeavesTakesTheirSourceAlongAndTheWorkspaceSeesWhy() {
    var max = house.signIn("max");
    max.navigate("/account/sources/new/github?workspace=pinework");
    max.locator("main button.loud").first().click();
    max.locator("input[name=account][value=mona]").check();
    max.getByTestId("allow").click();
    max.waitForURL("**/connect?**");
    max.locator("input[name=chosen]").first().check();
    max.locator("button[value=connect]").click();
    assertThat(max.locator("#result")).containsText("1 repository connected.");

    house.sandbox().revoke("github", "mona");
    Hands.checkNow(house, max, "github");
    var ada = house.signIn("ada");
    var ask = "Ask Max to reconnect @mona: it is Max’s own source, so nobody else can.";
    assertThat(Hands.card(ada, "github")).containsText(ask);
    assertThat(
            Hands.card(ada, "github")
                .getByText("Ask Max to reconnect", new Locator.GetByTextOptions().setExact(true)))
        .isVisible();
    ada.navigate("/w/pinework/sources?provider=github");
    assertThat(ada.locator("table.sources")).containsText(ask);
    max.navigate("/w/pinework/sources?provider=github");
    assertThat(max.locator("table.sources")).not().containsText("Ask Max");
    var inPortuguese = house.signIn("ada", options -> options.setLocale("pt-BR"));
    assertThat(Hands.card(inPortuguese, "github"))
        .containsText(
            "Peça a Max para reconectar @mona: é uma fonte pessoal de Max, então ninguém mais pode.");
    max.navigate(House.HOME);
    Hands.card(max, "github").getByLabel("Reconnect: GitHub").click();
    max.waitForURL("**/account/sources/new/github?connection=**");

    max.navigate("/account/sources");
    max.locator("details summary").last().click();
    max.getByText("Pinework", new Page.GetByTextOptions().setExact(true)).last().click();
    max.locator("main button").first().click();
    ada.navigate(House.HOME + "/github");
    assertThat(ada.locator(".notice.warn"))
        .containsText("Max left, and their own source @mona went with them. 1 thing stopped");
    house.look(ada, "somebody-left");
    assertThat(house.quietly("max").get(House.HOME).statusCode()).isEqualTo(404);
  }
}
