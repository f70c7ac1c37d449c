package io.patchbay.journeys;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;

/** What a person does with a page, in the person's words. */
public final class Hands {
  private Hands() {}

  /** The card, tile or line of trouble of one integration in the directory. */
  static Locator card(Page page, String slug) {
    return page.locator("#card-" + slug);
  }

  /** Opens the wizard's first screen and follows its button to the provider. */
  static void goToConsent(Page page, String slug) {
    page.navigate(House.HOME + "/" + slug + "/setup/authorize?another=true");
    press(page);
    page.waitForURL(url -> url.contains("/oauth") || !url.contains("/w/"));
  }

  /** Chooses an account on the provider's page and presses Allow. */
  static void allow(Page page, String account) {
    page.locator("input[name=account][value='" + account + "']").check();
    page.getByTestId("allow").click();
    page.waitForURL("**" + House.HOME + "/**");
  }

  static void deny(Page page) {
    page.getByTestId("deny").click();
    page.waitForURL("**" + House.HOME + "/**");
  }

  /** Connects an account, and stays on the wizard. */
  static void connect(Page page, String slug, String account) {
    goToConsent(page, slug);
    allow(page, account);
  }

  /** Goes with the Tab key until this has the focus, as somebody does who has no mouse. */
  public static void tabTo(Locator there) {
    there.first().waitFor();
    for (int pressed = 0; pressed < 120; pressed++) {
      if ((Boolean) there.first().evaluate("it => it === document.activeElement")) {
        return;
      }
      there.page().keyboard().press("Tab");
    }
    throw new AssertionError("The keyboard does not reach " + there);
  }

  /** Presses the one main button of this screen. */
  static void press(Page page) {
    page.locator("main button.loud, main a.button.loud").first().click();
  }

  /** Ticks the first thing that can be picked, and goes on. */
  static void pickFirst(Page page) {
    page.locator("input[name=chosen]").first().check();
    press(page);
  }

  /** Presses Check now on the details, later than the last time by enough. */
  static void checkNow(House house, Page page, String slug) {
    house.later(Duration.ofMinutes(1));
    page.navigate(House.HOME + "/" + slug);
    page.locator("form[action$='/checks'] button").click();
    page.locator(".flash.good").waitFor();
  }
}
