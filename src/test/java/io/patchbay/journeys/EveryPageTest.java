package io.patchbay.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Every page there is, for every role, in both languages and both themes, with everything opened
 * that can be opened: axe finds nothing, it fits 320 px and twice the text, and nothing moves for
 * whoever asked for that.
 */
class EveryPageTest {
  private static final String W = "/w/pinework";
  private static final List<String> LANGUAGES = List.of("en-US", "pt-BR");

  /** Its words are longer: what has room for them has room for the others. */
  private static final String LONGEST = "pt-BR";

  private static final List<String> COMMON =
      List.of(
          House.HOME,
          House.HOME + "/slack",
          House.HOME + "/stripe",
          W + "/connect?provider=slack",
          W + "/sources",
          W + "/requests");
  private static final List<String> ADMINS =
      List.of(
          House.HOME + "?q=nothing+like+it",
          House.HOME + "?category=messaging",
          House.HOME + "/google-calendar",
          House.HOME + "/notion",
          House.HOME + "/github",
          House.HOME + "/slack/setup/authorize?another=true",
          House.HOME + "/slack/setup/channels",
          House.HOME + "/slack/setup/notify",
          House.HOME + "/slack/setup/previews",
          House.HOME + "/slack/setup/finish",
          House.HOME + "/stripe/setup/webhook",
          House.HOME + "/stripe/setup",
          House.HOME + "/slack/end?what=disable",
          House.HOME + "/slack/end?what=disconnect",
          W + "/connect?provider=github",
          W + "/connect?provider=google-calendar",
          "/account/sources",
          "/account/sources/leave/pinework",
          "/workspaces",
          "/nowhere",
          "/w/elmwork/integrations");
  private static final List<String> OPERATORS =
      List.of(
          "/operator",
          "/operator/apps/github",
          "/operator/catalog",
          "/operator/failing",
          "/operator/support",
          "/operator/usage",
          "/operator/deliveries",
          "/operator/emergency");

  /** No pages, pages of the tests themselves, and pages of what the story does not have. */
  private static final Pattern NO_PAGE =
      Pattern.compile(
          "/(api|actuator|assets|logos|oauth|hooks|error).*|.*\\.csv|/account/sources/new/.*"
              + "|/w/\\{workspace}/(away|probe|mistake)"
              + "|/account/sources/\\{id}/end|/w/\\{workspace}/sources/\\{id}|/operator/emergency/confirmation"
              + "|/w/\\{workspace}/integrations/\\{slug}/connections/\\{connection}/unlink");

  private static final Pattern DEEPER =
      Pattern.compile(
          "href=\"(/(?:w/pinework|account)/[^\"]*(?:/end|/rotation|/sources/[0-9a-f-]{36})[^\"]*)\"");
  private static final List<String> THEMES_RULES = List.of("color-contrast", "link-in-text-block");
  private static final List<String> WORDS_RULES =
      List.of(
          "document-title",
          "html-has-lang",
          "html-lang-valid",
          "valid-lang",
          "button-name",
          "link-name",
          "label",
          "select-name",
          "input-button-name",
          "image-alt",
          "svg-img-alt");
  private static final String MOVING =
      """
      () => [...document.querySelectorAll('*')].filter(it => {
        const style = getComputedStyle(it);
        return [style.transitionDuration, style.animationDuration].some(all => all.split(',').some(one => parseFloat(one) > 0.01));
      }).map(it => it.outerHTML.slice(0, 120))
      """;

  @RegisterExtension static final House house = House.story();

  private final List<String> found = new ArrayList<>();
  private final Set<String> seen = new LinkedHashSet<>();

  @Test
  void axeFindsNothingForAnybody() {
    theStoryIsTold();
    house.sandbox().revoke("slack", "pinework");
    var ada = house.quietly("ada");
    ada.submit(ada.get(House.HOME + "/slack"), House.HOME + "/slack/checks", Map.of());
    var mia = house.quietly("mia");
    mia.submit(mia.get(House.HOME), House.HOME + "/slack/requests", Map.of());

    for (var language : LANGUAGES) {
      var admins = new ArrayList<>(COMMON);
      admins.addAll(ADMINS);
      admins.addAll(deeper());
      walk(language, "ada", admins);
      // a manager's words are among these two's
      for (var person : language.equals(LONGEST) ? List.of("mia") : List.of("max", "mia")) {
        walk(language, person, COMMON);
      }
      walk(language, "olga", OPERATORS);
      walk(language, "", List.of("/"));
    }
    assertThat(found).isEmpty();
    assertThat(unseen()).as("pages that nobody looked at").isEmpty();
  }

  private static void theStoryIsTold() {
    var directory = house.quietly("ada").get(House.HOME).body();
    assertThat(directory)
        .contains("2 of 3 in use work", "2 accounts: Marketing Calendar, Support Calendar")
        .contains("Payments may not sync", "2 of 3 required steps complete");
  }

  /** Pages whose addresses hold an id, as other pages lead to them. */
  private static Set<String> deeper() {
    var ada = house.quietly("ada");
    var addresses = new LinkedHashSet<String>();
    for (var from :
        List.of(House.HOME + "/stripe", House.HOME + "/google-calendar", W + "/sources")) {
      DEEPER
          .matcher(ada.get(from).body())
          .results()
          .map(it -> it.group(1))
          .filter(it -> addresses.stream().map(EveryPageTest::shape).noneMatch(shape(it)::equals))
          .forEach(addresses::add);
    }
    return addresses;
  }

  private static String shape(String address) {
    return address.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id").replaceAll("\\?.*", "");
  }

  private void walk(String language, String person, List<String> pages) {
    var page = house.visitor(options -> options.setLocale(language));
    if (!person.isEmpty()) {
      page.navigate("/");
      page.locator("button[name=member][value=" + person + "]").click();
      page.waitForURL(Pattern.compile("/(w|operator)"));
    }
    for (var address : pages) {
      page.navigate(address);
      seen.add(address.replaceAll("\\?.*", ""));
      var where = "%s as %s in %s".formatted(address, person, language);
      page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)");
      if (language.equals(LONGEST)) {
        lookAtTheWords(page, where);
        fits(page, where);
      } else {
        look(page, where);
        lookInTheDark(page, where);
      }
    }
    page.context().close();
  }

  private void look(Page page, String where) {
    note(where, Axe.all(page));
  }

  /** The page is the same in each language, but for what is said. */
  private void lookAtTheWords(Page page, String where) {
    note(where, Axe.only(page, WORDS_RULES));
  }

  /** Colours are the same in each language. */
  private void lookInTheDark(Page page, String where) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    note(where + ", dark", Axe.only(page, THEMES_RULES));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private void fits(Page page, String where) {
    note(where + " moves", page.evaluate(MOVING));
    fits(page, where, 320, "");
    fits(page, where, 640, "200%");
    page.setViewportSize(1280, 800);
  }

  private void fits(Page page, String where, int width, String text) {
    page.setViewportSize(width, 640);
    var wide =
        page.evaluate(
            "text => { document.documentElement.style.fontSize = text; return document.documentElement.scrollWidth }",
            text);
    if ((int) wide > width) {
      found.add("%s is %s wide at %s, text %s".formatted(where, wide, width, text));
    }
    page.evaluate("document.documentElement.style.fontSize = ''");
  }

  private void note(String where, Object complaints) {
    ((List<?>) complaints).forEach(it -> found.add(where + ": " + it));
  }

  /** The patterns of pages that no address of the walk matches. */
  private List<String> unseen() {
    var paths = seen.stream().map(PathContainer::parsePath).toList();
    return house
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .filter(it -> it.getMethodsCondition().getMethods().contains(RequestMethod.GET))
        .flatMap(it -> Objects.requireNonNull(it.getPathPatternsCondition()).getPatterns().stream())
        .filter(it -> !NO_PAGE.matcher(it.getPatternString()).matches())
        .filter(it -> paths.stream().noneMatch(it::matches))
        .map(PathPattern::getPatternString)
        .toList();
  }
}
