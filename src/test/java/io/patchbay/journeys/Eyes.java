package io.patchbay.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One Chromium for all journeys of this JVM: the system's own, no other is fetched. The one without
 * a head does the same with a third less work, and is taken where there is one.
 */
public final class Eyes {
  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  static {
    // As patient as House: a machine that stalls is no reason to say that something is not there.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  private static final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private static final Browser browser = launch();

  private Eyes() {}

  public static Browser browser() {
    return browser;
  }

  private static Browser launch() {
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium()).setArgs(QUIET));
  }

  static Path chromium() {
    return Stream.of(
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "The journeys need a Chromium: apt-get install chromium puts one at /usr/bin/chromium"));
  }
}
