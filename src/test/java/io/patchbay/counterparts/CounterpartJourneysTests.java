package io.patchbay.counterparts;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.patchbay.journeys.Eyes;
import io.patchbay.journeys.Hands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ada connects all six integrations to vercel-labs/emulate, in a browser; then access ends there,
 * and the page has to say so. What the emulator lacks is proven on the sandbox: see
 * docs/counterparts.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CounterpartJourneysTests {
  private static final String HOME = "/w/pinework/integrations/";
  private static final String REFUSED =
      "The connection to %s expired. Reconnect to continue syncing. We retry by ourselves as soon as you reconnect.";

  private final Map<String, Found> found = new TreeMap<>();
  private Counterparts counterparts;
  private Page page;

  private record Found(String account, List<String> scopes, String label) {}

  @BeforeAll
  void start() throws IOException {
    counterparts = Counterparts.start();
  }

  @AfterAll
  void end() {
    try (var _ = counterparts) {
      found.forEach((slug, it) ->
          System.out.printf(
              "%-16s %-12s %-28s %s%n",
              slug, it.label(), it.account(), String.join(" ", it.scopes())));
    }
  }

  @BeforeEach
  void adaSignsIn() {
    page = Eyes.browser().newContext().newPage();
    page.setDefaultTimeout(30_000);
    open("/");
    page.locator("button[value=ada]").click();
    page.waitForURL("**/w/pinework/integrations");
  }

  @AfterEach
  void leave() {
    page.context().close();
  }

  @Test
  void slackNamesItsWorkspaceAndScopesAndAsksToReconnectOnceRevoked() {
    consent("slack", "developer");
    pick("slack", "channels");
    save("slack", "notify");
    show("slack", "Connected", "My Workspace", "channels:read", "chat:write", "links:write");

    counterparts.playing("slack").say("Lunch at noon?");
    var said = counterparts.heard("Lunch at noon?");
    assertThat(said.at("/data/event").asString()).isEqualTo("message");
    assertThat(said.at("/workspace/slug").asString()).isEqualTo("pinework");
    logged("provider.event · slack");

    counterparts.playing("slack").revokeAll("slack");
    checkNow("slack");
    says("Needs attention", REFUSED.formatted("Slack (My Workspace)"));
    disconnect("slack", "Slack did not confirm that our access is ended.");
  }

  @Test
  void googleIsRenewedWhileItsAccessTokensEndAndAsksToReconnectOnceTheAppIsRemoved() {
    var google = counterparts.playing("google");
    consent("google-calendar", "testuser@example.com");
    google.awaitExpiry("google");
    pick("google-calendar", "calendars");
    show(
        "google-calendar",
        "Connected",
        "testuser@example.com",
        "openid",
        "https://www.googleapis.com/auth/userinfo.email",
        "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        "https://www.googleapis.com/auth/calendar.events.readonly");

    google.awaitExpiry("google");
    int before = google.everMinted("google");
    checkNow("google-calendar");
    says("Connected", "");
    assertThat(google.everMinted("google")).as("renewed tokens").isGreaterThan(before);

    google.revokeAll("google");
    checkNow("google-calendar");
    says("Connected", "");

    google.removeApp("google");
    checkNow("google-calendar");
    says("Needs attention", REFUSED.formatted("Google Calendar (testuser@example.com)"));

    page.locator("#status a.button", new Page.LocatorOptions().setHasText("Reconnect")).click();
    allow("google-calendar", "testuser@example.com");
    open(HOME + "google-calendar");
    says("Connected", "");
    disconnect("google-calendar", "Google Calendar confirmed that our access is ended.");
  }

  @Test
  void linearIsRenewedByATokenThatIsGoodForOneUseAndItsSignedEventsCount() {
    consent("linear", "admin@example.com");
    pick("linear", "teams");
    show("linear", "Connected", "Acme", "read", "issues:create", "comments:create");

    var linear = counterparts.playing("linear");
    linear.createIssue("The page is blank");
    assertThat(counterparts.heard("The page is blank").at("/data/event").asString())
        .isEqualTo("Issue");
    logged("provider.event · linear");

    linear.revokeAll("linear");
    checkNow("linear");
    says("Connected", "");
    linear.revokeAll("linear");
    checkNow("linear");
    says("Connected", "");

    linear.removeApp("linear");
    checkNow("linear");
    says("Needs attention", REFUSED.formatted("Linear (Acme)"));

    page.locator("#status a.button", new Page.LocatorOptions().setHasText("Reconnect")).click();
    allow("linear", "admin@example.com");
    open(HOME + "linear");
    says("Connected", "");
    disconnect("linear", "Linear confirmed that our access is ended.");
  }

  @Test
  void vercelNamesItsAccountAndScopesAndAsksToReconnectOnceRevoked() {
    consent("vercel", "developer");
    pick("vercel", "projects");
    show("vercel", "Connected", "developer", "openid", "email", "profile", "offline_access");
    counterparts.playing("vercel").revokeAll("vercel");
    checkNow("vercel");
    says("Needs attention", REFUSED.formatted("Vercel (developer)"));
    disconnect("vercel", "Vercel did not confirm that our access is ended.");
  }

  @Test
  void githubWaitsUntilItsAppIsInstalledAndItsSignedEventsCount() {
    consent("github", "octocat");
    show("github", "In progress", "@octocat");
    assertThat(status()).contains("Next step: Select repositories.");
    // what the emulator's "404, no such endpoint" means to an operator
    open(HOME + "github/setup/repositories");
    assertThat(page.locator(".panel .notice.warn").innerText())
        .contains("GitHub refused our app. Your operator must fix this.");

    var github = counterparts.playing("github");
    github.openIssue("Nobody is told of this");
    github.install("github");
    pick("github", "repositories");
    show("github", "Connected", "@octocat");
    github.openIssue("The door is stuck");
    var issue = counterparts.heard("The door is stuck");
    assertThat(issue.at("/data/event").asString()).isEqualTo("issues");
    assertThat(issue.at("/data/payload/repository/full_name").asString())
        .isEqualTo("octocat/hello-world");
    assertThat(logged("provider.event · github"))
        .as("the one before, of a repository that nobody had picked")
        .contains("github Verified, of an account that nobody connected: 1 ");

    github.revokeAll("github");
    checkNow("github");
    says("Needs attention", REFUSED.formatted("GitHub (@octocat)"));
    disconnect("github", "GitHub did not confirm that our access is ended.");

    connectOnOnePage("github", "octocat");
    assertThat(page.locator("#result").innerText()).contains("1 repository connected.");
    card("github", "Connected", "@octocat");
    end("github");
  }

  @Test
  void
      stripeTakesARightKeyItsFirstEventArrivesWhileOneWatchesAndItAsksToReconnectOnceTheKeyIsRolled() {
    key("sk_test_wrong");
    assertThat(page.locator("main").innerText())
        .contains("Stripe refused this credential. Check it and try again. Nothing was saved.");

    key(StripeFront.KEY);
    save("stripe", "events");
    show("stripe", "In progress", "Emulated Shop");
    assertThat(status()).contains("Next step: Receive a first event.");

    open(HOME + "stripe/setup/webhook");
    page.locator(".panel form button.loud").first().click();
    page.getByText("The webhook is set up at Stripe.").waitFor();
    assertThat(page.locator("#heard").innerText()).contains("Waiting for the first signed event.");
    // from here on nobody touches the page
    counterparts.stripe().createCustomer("first@example.com");
    page.locator("#heard.good").waitFor(new Locator.WaitForOptions().setTimeout(30_000));
    assertThat(page.locator("#heard").innerText()).contains("The first signed event arrived");
    assertThat(counterparts.heard("first@example.com").at("/data/event").asString())
        .isEqualTo("customer.created");
    show("stripe", "Connected", "Emulated Shop");
    assertThat(counterparts.stripe().endpoints()).isOne();

    counterparts.stripe().revoke();
    checkNow("stripe");
    says("Needs attention", REFUSED.formatted("Stripe (Emulated Shop)"));
    disconnect("stripe", "Stripe offers no way to end our access from here.");
  }

  @ParameterizedTest
  @CsvSource({
    "slack, developer, 1 channel connected., My Workspace",
    "google-calendar, testuser@example.com, 1 calendar connected., testuser@example.com",
    "linear, admin@example.com, 1 team connected., Acme"
  })
  void theConnectPageConnectsWhatIsListed(
      String slug, String person, String result, String account) {
    connectOnOnePage(slug, person);
    assertThat(page.locator("#result").innerText()).contains(result);
    card(slug, "Connected", account);
    end(slug);
  }

  @Test
  void andWithTheKeyboardAlone() {
    open("/w/pinework/connect?provider=vercel");
    press("form[action$='/authorizations'] button.loud");
    page.waitForURL(url -> !url.startsWith(counterparts.base().toString()));
    press("form button[type=submit]:has-text('developer')");
    page.waitForURL(url -> url.startsWith(counterparts.base() + "/w/pinework/connect"));
    Hands.tabTo(page.locator("input[name=chosen]"));
    page.keyboard().press("Space");
    page.getByText("1 project selected").first().waitFor();
    press("button[value=connect]");
    page.locator("#result").waitFor();
    assertThat(page.locator("#result").innerText()).contains("1 project connected.");
    card("vercel", "Connected", "developer");
    end("vercel");
  }

  private void press(String button) {
    Hands.tabTo(page.locator(button));
    page.keyboard().press("Enter");
  }

  /** What the directory says of it afterwards. */
  private void card(String slug, String label, String account) {
    open("/w/pinework/integrations");
    var card = page.locator("#card-" + slug);
    assertThat(card.locator(".status").innerText().strip()).isEqualTo(label);
    assertThat(card.innerText()).contains(account);
  }

  @ParameterizedTest
  @CsvSource({
    "slack, developer, Conectado: 1 canal, My Workspace",
    "google-calendar, testuser@example.com, Conectado: 1 calendário, testuser@example.com",
    "vercel, developer, Conectado: 1 projeto, developer"
  })
  void andWithoutJavaScriptInPortuguese(String slug, String person, String result, String account) {
    page.context().close();
    page =
        Eyes.browser()
            .newContext(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale("pt-BR"))
            .newPage();
    page.setDefaultTimeout(30_000);
    open("/");
    page.locator("button[value=ada]").click();
    connectOnOnePage(slug, person);
    assertThat(page.locator("#result").innerText()).contains(result);
    card(slug, "Conectado", account);
    end(slug);
  }

  private void connectOnOnePage(String slug, String person) {
    open("/w/pinework/connect?provider=" + slug);
    page.locator("form[action$='/authorizations'] button.loud").click();
    page.waitForURL(url -> !url.startsWith(counterparts.base().toString()));
    page.locator("form button[type=submit]", new Page.LocatorOptions().setHasText(person))
        .first()
        .click();
    page.waitForURL(url -> url.startsWith(counterparts.base() + "/w/pinework/connect"));
    page.locator("input[name=chosen]").first().check();
    page.locator("button[value=connect]").click();
    page.locator("#result").waitFor();
  }

  private void end(String slug) {
    open(HOME + slug + "/end?what=disconnect");
    page.locator("button.risk").click();
    page.locator(".notice[role=status]").waitFor();
  }

  private void consent(String slug, String person) {
    open(HOME + slug + "/setup/authorize");
    allow(slug, person);
    assertThat(page.url()).startsWith(counterparts.base() + HOME + slug);
  }

  /** Goes to the emulator's page, where choosing a person is all there is to consent. */
  private void allow(String slug, String person) {
    page.locator("form[action$='/authorizations'] button.loud").click();
    page.waitForURL(url -> !url.startsWith(counterparts.base().toString()));
    page.locator("form button[type=submit]", new Page.LocatorOptions().setHasText(person))
        .first()
        .click();
    page.waitForURL(url -> url.startsWith(counterparts.base() + HOME + slug));
  }

  private void key(String key) {
    open(HOME + "stripe/setup/connect");
    page.locator("input[name=api_key]").fill(key);
    page.locator("form[action$='/credentials'] button.loud").click();
    page.waitForLoadState();
  }

  private void pick(String slug, String step) {
    open(HOME + slug + "/setup/" + step);
    page.locator("input[name=chosen]").first().check();
    save();
  }

  private void save(String slug, String step) {
    open(HOME + slug + "/setup/" + step);
    save();
  }

  private void save() {
    var before = page.url();
    page.locator(".panel form button.loud").click();
    page.waitForURL(url -> !url.equals(before));
  }

  /** Any person may ask again after ten seconds. */
  private void checkNow(String slug) {
    counterparts.tick(Duration.ofSeconds(11));
    open(HOME + slug);
    page.locator("form[action$='/checks'] button").click();
    page.getByText("Checked just now.").waitFor();
  }

  private void show(String slug, String label, String account, String... scopes) {
    open(HOME + slug);
    var seen =
        new Found(
            page.locator("table.connections th strong").first().innerText(),
            page.locator("ul.scopes li", new Page.LocatorOptions().setHasText("Granted"))
                .locator("code")
                .allInnerTexts(),
            label());
    found.put(slug, seen);
    assertThat(seen).isEqualTo(new Found(account, List.of(scopes), label));
  }

  private void disconnect(String slug, String said) {
    open(HOME + slug + "/end?what=disconnect");
    page.locator("button.risk").click();
    page.locator(".notice[role=status]").waitFor();
    assertThat(page.locator(".notice[role=status]").innerText()).contains(said);
  }

  /**
   * An operator sees that the host app took it.
   *
   * @return all that the operator's page says
   */
  private String logged(String event) {
    try (var olga = Eyes.browser().newContext()) {
      var log = olga.newPage();
      log.setDefaultTimeout(30_000);
      log.navigate(counterparts.base().toString());
      log.locator("button[value=olga]").click();
      log.waitForURL("**/operator");
      var taken =
          log.locator("tr", new Page.LocatorOptions().setHasText(event))
              .filter(new Locator.FilterOptions().setHasText("Taken"));
      counterparts
          .playing("slack")
          .await(
              event + " in the log",
              () -> {
                log.navigate(counterparts.base() + "/operator/deliveries");
                return taken.count() > 0;
              });
      return log.locator("main").innerText().replaceAll("\\s+", " ");
    }
  }

  private void says(String label, String message) {
    assertThat(label()).isEqualTo(label);
    assertThat(status()).contains(message);
  }

  private String label() {
    return page.locator("#status .status").first().innerText().strip();
  }

  private String status() {
    return page.locator("#status").innerText().replaceAll("\\s+", " ");
  }

  private void open(String path) {
    page.navigate(counterparts.base() + path);
  }
}
