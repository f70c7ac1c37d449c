package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.sandbox.Sandbox;
import io.patchbay.testing.Browser;
import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can go wrong between ticking and connecting: each says so, and nothing is lost. */
class BadInputJourneysTest {
  private static final String CONNECT = "/w/pinework/connect?provider=vercel";
  private static final String REPOSITORIES = "/w/pinework/connect?provider=github";
  private static final String SELECTION = "/w/pinework/connect/selection";
  private static final Pattern FIELD =
      Pattern.compile("name=\"(connection|installation|shown)\" value=\"([^\"]*)\"");

  private static final Pattern SOURCE = Pattern.compile("id=\"source-([0-9a-f-]{36})\"");

  @RegisterExtension static final House house = House.empty();

  @Test
  void tenThousandIdsInOnePostChangeNothing() {
    var ada = connected();
    ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 1, "save"));
    var page = ada.get(CONNECT);
    assertThat(page.body()).contains("1 project selected");

    var fields = new ArrayList<>(ticking(ada, 0, "connect"));
    fields.addAll(List.of("f-environments", "preview"));
    for (int i = 0; i < 10_000; i++) {
      fields.addAll(List.of("chosen", "prj_" + i));
    }
    var answer = ada.submit(page, SELECTION, fields);
    assertThat(follow(ada, answer).body())
        .contains("At most 1,000 projects can be connected. Nothing was changed; search for fewer.")
        .contains("1 project selected")
        .as("what was filled in")
        .containsPattern("value=\"preview\"[^>]* checked")
        .doesNotContainPattern("value=\"production\"[^>]* checked");
  }

  @Test
  void moreThanTheServerReadsIsRefusedInWordsAndChangesNothing() {
    var ada = connected();
    ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 1, "save"));
    var fields = new ArrayList<>(ticking(ada, 0, "connect"));
    for (int i = 0; i < 30_000; i++) {
      fields.addAll(List.of("chosen", "prj_" + i));
    }
    var answer = ada.submit(ada.get(CONNECT), SELECTION, fields);
    assertThat(answer.statusCode()).isBetween(400, 413);
    assertThat(answer.body()).contains("Nothing was changed.");
    assertThat(ada.get(CONNECT).body()).contains("1 project selected");
  }

  @Test
  void aMalformedKeyForAFurtherAccountIsAskedForAgainWhereItWasPasted() {
    var ada = house.quietly("ada");
    var stripe = House.HOME + "/stripe";
    var page = ada.get(stripe + "/setup/connect");
    var wrong = ada.submit(page, stripe + "/credentials", Map.of("api_key", "no"));
    assertThat(follow(ada, wrong).body()).contains("aria-invalid=\"true\"", "name=\"api_key\"");
    ada.submit(
        page, stripe + "/credentials", Map.of("api_key", house.bean(Sandbox.class).apiKey("Acme")));

    var further = ada.get(stripe + "/setup/connect?another=true");
    wrong = ada.submit(further, stripe + "/credentials", Map.of("api_key", "no"));
    assertThat(follow(ada, wrong).body()).contains("aria-invalid=\"true\"", "name=\"api_key\"");

    var beside =
        ada.submit(further, stripe + "/credentials", Map.of("api_key", "no", "from", "connect"));
    assertThat(follow(ada, beside).body())
        .contains("aria-invalid=\"true\"", "name=\"api_key\"")
        .as("it does not lie in what is closed")
        .doesNotContain("<summary>Add another");
  }

  @Test
  void aCheckIsPutOffUntilTheTimeThatTheProviderNamed() {
    var ada = house.quietly("ada");
    var stripe = House.HOME + "/stripe";
    var page = ada.get(stripe + "/setup/connect");
    ada.submit(
        page, stripe + "/credentials", Map.of("api_key", house.bean(Sandbox.class).apiKey("Acme")));
    house.later(Duration.ofSeconds(11));
    house.sandbox().trouble("stripe", "rate-limit", true);
    ada.submit(page, stripe + "/checks", Map.of());
    house.later(Duration.ofSeconds(11));
    assertThat(follow(ada, ada.submit(page, stripe + "/checks", Map.of())).body())
        .containsPattern("Stripe asked us to wait until [^.]+[.] We check by ourselves then[.]");
  }

  @Test
  void theDangerZoneLeadsToTheFormThatReplacesAKey() {
    var ada = house.quietly("ada");
    var stripe = House.HOME + "/stripe";
    ada.submit(
        ada.get(stripe + "/setup/connect"),
        stripe + "/credentials",
        Map.of("api_key", house.bean(Sandbox.class).apiKey("Acme")));
    var danger = ada.get(stripe).body();
    var deed = danger.substring(danger.indexOf("Replace the key"));
    var rotation = Pattern.compile("href=\"([^\"]+)\"").matcher(deed);
    assertThat(rotation.find()).isTrue();
    assertThat(ada.get(rotation.group(1)).body()).contains("name=\"api_key\"");
  }

  @Test
  void anOrganizationThatIsGoneMeanwhileIsUntickedAndTheRestConnects() {
    var ada = house.quietly("ada");
    house
        .sandbox()
        .turn("github", "installation", Map.of("account", "octo-dev", "organization", "octo-labs"));
    consented(ada, "github", "octo-dev");
    var page = ada.get(REPOSITORIES);
    assertThat(page.body().substring(page.body().indexOf("name=\"go\"")))
        .as("what Enter presses in the search")
        .startsWith("name=\"go\" value=\"search\"");
    for (String organization : List.of("pinework", "octo-labs")) {
      var at = Pattern.compile("value=\"at:([^\"]+)\"[^>]*>" + organization).matcher(page.body());
      var installation = at.find() ? at.group(1) : "";
      assertThat(installation).as(organization + " on " + page.body()).isNotEmpty();
      ada.submit(
          page,
          SELECTION,
          ticking(ada, REPOSITORIES + "&installation=" + installation, "github", 1, "save"));
    }
    house
        .sandbox()
        .turn(
            "github",
            "installation",
            Map.of("account", "octo-dev", "organization", "octo-labs", "on", "false"));

    var answer = ada.submit(page, SELECTION, ticking(ada, REPOSITORIES, "github", 1, "connect"));
    assertThat(follow(ada, answer).body())
        .contains("not listed for this account any more, so we unticked it")
        .contains("1 repository selected");
    answer = ada.submit(page, SELECTION, ticking(ada, REPOSITORIES, "github", 1, "connect"));
    assertThat(follow(ada, answer).body()).contains("1 repository connected.");
  }

  @Test
  void whatNobodyHasIsSaidEachWithItsOwnSentence() {
    var ada = connected();
    var unknown = ada.get("/w/pinework/connect?provider=nobody");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("There is no provider “nobody”.").contains("GitHub");
    assertThat(ada.get(CONNECT + "&connection=" + UUID.randomUUID()).body())
        .contains("That account is no longer connected here. Choose or add one.");
    assertThat(ada.get(CONNECT + "&connection=none").statusCode()).isBetween(400, 404);
    var fields = new ArrayList<>(ticking(ada, 1, "connect"));
    fields.set(1, "nobody");
    assertThat(ada.submit(ada.get(CONNECT), SELECTION, fields).statusCode()).isEqualTo(404);
    for (String path : List.of("", "/unlinked")) {
      var source = "/w/pinework/sources/" + UUID.randomUUID() + path;
      assertThat(ada.submit(ada.get(CONNECT), source, Map.of("f-x", "y")).statusCode())
          .as(source)
          .isEqualTo(404);
    }
    assertThat(ada.get("/w/pinework/sources/" + UUID.randomUUID()).body())
        .contains("There is no such page, or it isn’t yours to see.");
  }

  @Test
  void idsThatWereNeverShownAreNobodysToConnect() {
    var ada = connected();
    var fields = new ArrayList<>(ticking(ada, 0, "connect"));
    fields.addAll(List.of("shown", "prj_of_others", "chosen", "prj_of_others"));
    var answer = ada.submit(ada.get(CONNECT), SELECTION, fields);
    assertThat(follow(ada, answer).body())
        .contains("Nothing is selected yet. Tick at least one.")
        .doesNotContain("prj_of_others");
  }

  @Test
  void anAccountThatLostItsAccessMeanwhileConnectsNothingAndKeepsTheSelection() {
    var ada = connected();
    ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 2, "save"));
    house.sandbox().revoke("vercel", "web");
    var answer = ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 2, "connect"));
    assertThat(follow(ada, answer).body())
        .contains("Vercel refused to list what can be chosen: the login expired.")
        .contains("Nothing was connected, and your selection is kept.")
        .contains("2 projects selected");

    house.sandbox().calm();
    answer = ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 2, "connect"));
    assertThat(follow(ada, answer).body()).contains("2 projects connected.");
  }

  @Test
  void twoPeopleWhoTickTheSameConnectItOnceAndTheSecondHearsWhoDid() {
    var ada = connected();
    var max = house.quietly("max");
    max.submit(max.get(CONNECT), SELECTION, ticking(max, 1, "save"));
    var first = ada.submit(ada.get(CONNECT), SELECTION, ticking(ada, 1, "connect"));
    assertThat(follow(ada, first).body()).contains("1 project connected.");
    var second = max.submit(max.get(CONNECT), SELECTION, ticking(max, 0, "connect"));
    assertThat(follow(max, second).body())
        .contains("Nothing new was connected.")
        .contains("1 was connected already:")
        .contains("(by Ada)");
  }

  @Test
  void whatSomebodyConnectedElsewhereSaysThroughWhat() {
    var max = house.quietly("max");
    var sent =
        max.submit(
            max.get("/account/sources/new/vercel"),
            "/account/sources/vercel/authorizations",
            Map.of("workspace", "pinework"));
    comeBack(max, sent, "web");
    follow(max, max.submit(max.get(CONNECT), SELECTION, ticking(max, 1, "connect")));
    try {
      var ada = connected();
      assertThat(ada.get(CONNECT).body()).contains("Connected through Max’s own pinework-web");
    } finally {
      var mine = max.get("/account/sources");
      var source = SOURCE.matcher(mine.body());
      assertThat(source.find()).isTrue();
      max.submit(mine, "/account/sources/" + source.group(1) + "/revoked", Map.of());
    }
  }

  @Test
  void howFarThePageTookSomebodyIsCountedOnceForEachSection() {
    var before = reached();
    var ada = connected();
    assertThat(more(before))
        .isEqualTo(Map.of("opened", 1L, "started", 1L, "account", 1L, "listed", 1L));
    ada.submit(ada.get(CONNECT + "&q=web"), SELECTION, ticking(ada, 1, "save"));
    ada.submit(ada.get(CONNECT + "&q=web"), SELECTION, ticking(ada, 2, "save"));
    ada.submit(ada.get(CONNECT + "&q=web"), SELECTION, ticking(ada, 2, "connect"));
    var after = more(before);
    assertThat(after).containsEntry("selected", 1L).containsEntry("linked", 1L);
    assertThat(after)
        .as("no section is counted for what only searches")
        .containsEntry("opened", 1L);
  }

  private static Map<String, Long> reached() {
    var reached = new HashMap<String, Long>();
    house.bean(Usage.class).since(Instant.EPOCH).stream()
        .filter(it -> it.what() == Counted.REACHED && it.integration().equals("vercel"))
        .forEach(it -> reached.merge(it.detail(), it.count(), Long::sum));
    return reached;
  }

  private static Map<String, Long> more(Map<String, Long> before) {
    var more = reached();
    before.forEach((far, count) -> more.merge(far, -count, Long::sum));
    more.values().removeIf(it -> it == 0);
    return more;
  }

  /** Ada, with an account of Vercel connected. */
  private static Browser connected() {
    var ada = house.quietly("ada");
    consented(ada, "vercel", "web");
    return ada;
  }

  private static void consented(Browser browser, String provider, String account) {
    var sent =
        browser.submit(
            browser.get("/w/pinework/connect?provider=" + provider),
            "/w/pinework/integrations/" + provider + "/authorizations",
            Map.of("from", "connect"));
    comeBack(browser, sent, account);
  }

  private static void comeBack(Browser browser, HttpResponse<String> sent, String account) {
    var consent = URI.create(sent.headers().firstValue("Location").orElseThrow());
    var back = house.bean(Sandbox.class).person().allow(consent, account);
    follow(browser, browser.get(back.getPath() + "?" + back.getRawQuery()));
  }

  /** The form as the page holds it, with the first so many ticked. */
  private static List<String> ticking(Browser browser, int howMany, String go) {
    return ticking(browser, CONNECT, "vercel", howMany, go);
  }

  private static List<String> ticking(
      Browser browser, String address, String provider, int howMany, String go) {
    var page = browser.get(address).body();
    var fields = new ArrayList<>(List.of("provider", provider, "page", "1", "go", go));
    int shown = 0;
    for (var field : FIELD.matcher(page).results().toList()) {
      fields.addAll(List.of(field.group(1), field.group(2)));
      if (field.group(1).equals("shown") && shown++ < howMany) {
        fields.addAll(List.of("chosen", field.group(2)));
      }
    }
    return fields;
  }

  private static HttpResponse<String> follow(Browser browser, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return browser.get(answer.headers().firstValue("Location").orElseThrow());
  }
}
