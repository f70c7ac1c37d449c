package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import io.patchbay.testing.FullDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finding one among many, and watching what goes on in another tab. */
class FindingJourneysTest {
  private static final int MANY = 72;

  @RegisterExtension
  static final House house =
      House.with("wide", Map.of("patchbay.empty", "true", "patchbay.catalog", many()));

  private static String many() {
    try {
      var folder = Files.createTempDirectory("patchbay-many");
      FullDirectory.write(folder, MANY);
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTypingMistakeFindsItAndTheArrowsOpenIt() {
    var ada = house.signIn("ada");
    ada.keyboard().press("/");
    ada.keyboard().type("githb");
    ada.waitForURL("**q=githb**");
    assertThat(card(ada, "github")).isVisible();
    assertThat(card(ada, "slack")).hasCount(0);

    ada.keyboard().press("ArrowDown");
    assertThat(ada.locator("#card-github h3 a")).isFocused();
    ada.keyboard().press("ArrowUp");
    assertThat(ada.locator("input[type=search]")).isFocused();
    ada.keyboard().press("Enter");
    assertThat(ada.locator("dialog.drawer h1")).hasText("GitHub");
    ada.waitForURL("**/integrations/github");
  }

  @Test
  void moreCardsComeWhileScrollingAndByALink() {
    var ada = house.signIn("ada");
    int first = cards(ada);
    assertThat(first).isLessThan(MANY);
    ada.locator("footer.foot").scrollIntoViewIfNeeded();
    for (int shown = cards(ada); shown < MANY + 8; shown = cards(ada)) {
      ada.locator("footer.foot").scrollIntoViewIfNeeded();
      ada.waitForFunction("n => document.querySelectorAll('.tile, .card').length > n", shown);
    }
    assertThat(cards(ada)).isEqualTo(MANY + 8);
    var headings = ada.locator("#found > section > h2").allTextContents();
    assertThat(headings).doesNotHaveDuplicates();
    house.look(ada, "everything-loaded");

    var without = house.signIn("ada", options -> options.setJavaScriptEnabled(false));
    without.getByText("Show more").click();
    without.waitForURL("**?page=2");
    assertThat(cards(without)).isPositive();
    without.getByText("Show the ones before").click();
    without.waitForURL("**/integrations");
  }

  private static int cards(Page page) {
    return page.locator(".tile, .card").count();
  }

  @Test
  void whatIsNotThereIsWishedFor() {
    var mia = house.signIn("mia");
    mia.locator("input[type=search]").fill("QuickBooks");
    mia.waitForURL("**q=QuickBooks**");
    assertThat(mia.locator(".empty")).containsText("Nothing matches “QuickBooks”");
    house.look(mia, "nothing-matches");
    mia.getByText("Request it").click();
    assertThat(mia.locator(".flash")).containsText("Noted: QuickBooks.");

    mia.locator("input[type=search]").fill("notion");
    mia.waitForURL("**q=notion**");
    mia.getByLabel("Request: Notion").click();
    assertThat(mia.locator(".vote")).containsText("You asked for it");
    var ada = house.signIn("ada");
    ada.navigate("/w/pinework/requests");
    assertThat(ada.locator("main")).containsText("QuickBooks");
    assertThat(ada.locator("main")).containsText("1 person asked for it");
  }

  @Test
  void aFlowInAnotherTabShowsOnTheCardAndItsEndToo() {
    var ada = house.signIn("ada");
    ada.navigate(House.HOME + "?category=development");
    var tab = ada.context().newPage();
    tab.navigate(House.HOME + "/vercel/setup/authorize");
    Hands.press(tab);
    tab.waitForURL(url -> !url.contains("/w/"));
    ada.bringToFront();
    assertThat(card(ada, "vercel").getByText("Connecting…")).isVisible();

    tab.bringToFront();
    Hands.allow(tab, "web");
    ada.bringToFront();
    ada.locator("#card-vercel:not([data-connecting])").waitFor();
    assertThat(card(ada, "vercel")).containsText("In progress");
    assertThat(ada.locator("#live")).containsText("Vercel: In progress");
  }

  /** On an empty cache: the page, its style and script, and a logo for each of 30 cards. */
  @Test
  void theFirstLoadIsSmallAndWhatStaysTheSameIsKeptForEver() {
    var ada = house.signIn("ada");
    var fresh = house.visitor(it -> it);
    fresh.context().addCookies(ada.context().cookies());
    var wire = fresh.context().newCDPSession(fresh);
    var bytes = new AtomicLong();
    wire.on(
        "Network.loadingFinished", it -> bytes.addAndGet(it.get("encodedDataLength").getAsLong()));
    wire.send("Network.enable");
    var files = new ArrayList<Response>();
    fresh.onResponse(files::add);
    fresh.navigate(House.HOME + "?page=2");
    fresh.locator("footer.foot").waitFor();
    fresh.waitForLoadState(LoadState.NETWORKIDLE);
    assertThat(cards(fresh)).isEqualTo(30);
    assertThat(bytes.get()).isLessThan(80 * 1024);
    // and the icon of the tab, where there are tabs
    assertThat(files.stream().map(Response::url).filter(it -> it.matches(".*/assets/.*(css|js)")))
        .hasSize(2);
    assertThat(files.stream().filter(it -> !it.url().contains("/integrations")))
        .allSatisfy(file -> {
          assertThat(file.url()).matches(".*-[0-9a-f]{8,10}\\.(css|js|svg)");
          assertThat(file.headerValue("cache-control")).contains("immutable");
        });
  }
}
