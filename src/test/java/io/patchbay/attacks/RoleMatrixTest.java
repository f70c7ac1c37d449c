package io.patchbay.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * T21: each route that changes something, asked by each person, on an ordinary and on a sensitive
 * integration. The table is the one of the design, written down a second time.
 */
class RoleMatrixTest {
  private static final Set<String> CONNECTS = Set.of("ada", "max", "bea");
  private static final Set<String> ADMINS = Set.of("ada");
  private static final Set<String> BILLING = Set.of("ada", "bea");

  private record Row(String path, Set<String> ordinary, Set<String> sensitive) {}

  /** Bodies are empty on purpose: who may is told before what is wrong. */
  private static final List<Row> TABLE =
      List.of(
          new Row("/credentials", CONNECTS, BILLING),
          new Row("/authorizations", CONNECTS, BILLING),
          new Row("/credentials?connection={connection}", CONNECTS, BILLING),
          new Row("/authorizations?connection={connection}", CONNECTS, BILLING),
          new Row("/setup/{form}?skip=true", CONNECTS, BILLING),
          new Row("/billing-admin?required={sensitive}", ADMINS, ADMINS),
          new Row("/connections/{connection}/label", CONNECTS, BILLING),
          new Row("/connections/{connection}/rotation", ADMINS, BILLING),
          new Row("/connections/{connection}/disconnected", ADMINS, BILLING),
          new Row("/disabled", ADMINS, BILLING),
          new Row("/enabled", ADMINS, BILLING),
          new Row("/disconnected", ADMINS, BILLING));

  private static final Target TARGET = new Target();
  private static final Map<String, UUID> CONNECTION = new java.util.HashMap<>();

  @BeforeAll
  static void bothAreConnected() {
    var ada = Target.signIn("ada");
    var back = TARGET.callback(ada, "slack", "acme-labs");
    ada.get(back.getPath() + "?" + back.getRawQuery());
    var page = ada.get(TARGET.home() + "/stripe/setup/connect");
    ada.submit(
        page,
        TARGET.home() + "/stripe/credentials",
        Map.of("api_key", Target.sandbox().apiKey("Acme")));
    for (String slug : List.of("slack", "stripe")) {
      CONNECTION.put(
          slug,
          Database.asSuperuser()
              .sql("select id from connections where owner_id = ? and integration = ?")
              .params(TARGET.workspace.value(), slug)
              .query(UUID.class)
              .single());
    }
  }

  @Test
  void everyRouteAnswersEveryRoleAsTheTableSays() {
    var said = new ArrayList<String>();
    var meant = new ArrayList<String>();
    // whoever may not goes first: what may be done changes things
    for (boolean may : new boolean[] {false, true}) {
      for (Row row : TABLE) {
        for (String slug : List.of("slack", "stripe")) {
          var allowed = slug.equals("slack") ? row.ordinary() : row.sensitive();
          for (String person : Target.PEOPLE) {
            if (allowed.contains(person) == may) {
              var what = person + " " + slug + row.path();
              meant.add(what + (may ? " may" : " may not"));
              said.add(what + (may(person, slug, row) ? " may" : " may not"));
            }
          }
        }
      }
    }
    assertThat(said).isEqualTo(meant);
    System.out.printf("T21: %d cells of the role matrix equal the policy table%n", said.size());
  }

  @Test
  void aDemotionActsOnTheNextRequest() {
    var target = new Target();
    var max = Target.signIn("max");
    assertThat(max.get(target.home() + "/slack/setup/authorize").statusCode()).isEqualTo(200);
    target.role("max", "member");
    assertThat(max.get(target.home() + "/slack/setup/authorize").statusCode()).isEqualTo(403);
    assertThat(
            max.submit(max.get(target.home()), target.home() + "/slack/authorizations", Map.of())
                .statusCode())
        .isEqualTo(403);
    target.role("max", "admin");
    assertThat(max.get(target.home() + "/slack/end?what=disable").statusCode()).isEqualTo(200);
  }

  private static boolean may(String person, String slug, Row row) {
    Browser browser = Target.signIn(person);
    var path =
        TARGET.home()
            + "/"
            + slug
            + row.path()
                .replace("{connection}", String.valueOf(CONNECTION.get(slug)))
                .replace("{form}", slug.equals("slack") ? "notify" : "events")
                .replace("{sensitive}", slug.equals("slack") ? "false" : "true");
    return browser.submit(browser.get(TARGET.home()), path, Map.of()).statusCode() != 403;
  }
}
