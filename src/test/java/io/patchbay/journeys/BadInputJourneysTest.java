package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.sandbox.Sandbox;
import io.patchbay.testing.Browser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can go wrong between ticking and connecting: each says so, and nothing is lost. */
class BadInputJourneysTest {
  private static final String CONNECT = "/w/pinework/connect?provider=vercel";
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
    for (int i = 0; i < 10_000; i++) {
      fields.addAll(List.of("chosen", "prj_" + i));
    }
    var answer = ada.submit(page, SELECTION, fields);
    assertThat(follow(ada, answer).body())
        .contains("At most 1,000 projects can be connected. Nothing was changed; search for fewer.")
        .contains("1 project selected");
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
    comeBack(max, sent);
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

  /** Ada, with an account of Vercel connected. */
  private static Browser connected() {
    var ada = house.quietly("ada");
    var page = ada.get(CONNECT);
    var sent =
        ada.submit(
            page, "/w/pinework/integrations/vercel/authorizations", Map.of("from", "connect"));
    comeBack(ada, sent);
    return ada;
  }

  private static void comeBack(Browser browser, HttpResponse<String> sent) {
    var consent = URI.create(sent.headers().firstValue("Location").orElseThrow());
    var back = house.bean(Sandbox.class).person().allow(consent, "web");
    follow(browser, browser.get(back.getPath() + "?" + back.getRawQuery()));
  }

  /** The form as the page holds it, with the first so many ticked. */
  private static List<String> ticking(Browser browser, int howMany, String go) {
    var page = browser.get(CONNECT).body();
    var fields = new ArrayList<>(List.of("provider", "vercel", "page", "1", "go", go));
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
