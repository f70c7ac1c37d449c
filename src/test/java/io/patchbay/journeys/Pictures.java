package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.patchbay.journeys.Hands.card;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures of the documentation, in the demo's own story: {@code mvn test
 * -Dtest=Pictures}.
 */
class Pictures {
  @RegisterExtension static final House house = House.with("story", Map.of());

  private static final String LOGOS_ARE_THERE =
      "() => Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode(); }))";
  private static final Path TO = Path.of("docs", "pictures");

  @Test
  void ofEveryPage() {
    var newcomer = house.visitor(options -> options.setViewportSize(1280, 860));
    newcomer.navigate("/");
    take(newcomer, "sign-in");

    var ada = house.signIn("ada", options -> options.setViewportSize(1280, 860));
    take(ada, "directory");
    ada.navigate(House.HOME + "/google-calendar");
    take(ada, "details");
    ada.navigate(House.HOME + "/slack/setup/authorize?another=true");
    take(ada, "wizard");
    Hands.press(ada);
    ada.waitForURL("**/oauth/v2/authorize**");
    take(ada, "consent");
    Hands.deny(ada);

    var night =
        house.signIn(
            "ada", options -> options.setViewportSize(1280, 860).setColorScheme(ColorScheme.DARK));
    house.sandbox().revoke("slack", "pinework");
    Hands.checkNow(house, night, "slack");
    night.navigate(House.HOME);
    assertThat(card(night, "slack")).containsText("Needs attention");
    take(night, "directory-dark");
    ada.navigate(House.HOME + "/slack");
    take(ada, "needs-attention");

    var mia = house.signIn("mia", options -> options.setViewportSize(1280, 860));
    take(mia, "member");
    var pocket = house.signIn("ada", options -> options.setViewportSize(360, 780));
    take(pocket, "narrow");
    house.sandbox().calm();
  }

  /** As much as the window shows: a picture is looked at, not scrolled. */
  private static void take(Page page, String name) {
    page.evaluate(LOGOS_ARE_THERE);
    page.screenshot(new Page.ScreenshotOptions().setPath(TO.resolve(name + ".png")));
  }
}
