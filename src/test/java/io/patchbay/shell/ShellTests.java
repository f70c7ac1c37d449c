package io.patchbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@ShellTest
class ShellTests {
  @LocalServerPort private int port;

  @BeforeEach
  void demoPeople() throws IOException {
    Database.asOwner()
        .sql(Files.readString(Path.of("src/main/resources/db/demo/R__demo_people.sql")))
        .update();
  }

  @Test
  void aNewcomerPicksWhoTheyAre() {
    HttpResponse<String> page = new Browser(port).get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
    assertThat(page.body()).contains("Who are you today?", "Ada", "Max", "Bea", "Mia", "Olga");
    assertThat(page.headers().firstValueAsLong("Content-Length").orElse(-1))
        .isEqualTo(page.body().getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void signingInLeadsToOnesWorkspace() {
    var browser = new Browser(port);
    HttpResponse<String> answer = browser.post("/demo/session", Map.of("member", "ada"));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("patchbay=")
        .contains("Path=/", "HttpOnly", "SameSite=Lax")
        .doesNotContain("Secure");
    assertThat(location(browser.get("/"))).isEqualTo("/w/pinework/integrations");
    assertThat(browser.get("/w/pinework/probe").body()).isEqualTo("Ada ADMIN beside 3");
    assertThat(location(Browser.of(port, "olga").get("/"))).isEqualTo("/operator");
  }

  @Test
  void whoIsNotSignedInComesBackToWhereTheyWanted() {
    var browser = new Browser(port);
    String door = location(browser.get("/w/pinework/probe?q=a%20b"));
    assertThat(door).isEqualTo("/?to=%2Fw%2Fpinework%2Fprobe%3Fq%3Da%2520b");
    assertThat(browser.get(door).body())
        .contains("name=\"to\" value=\"/w/pinework/probe?q=a%20b\"");
    HttpResponse<String> answer =
        browser.post("/demo/session", Map.of("member", "max", "to", "/w/pinework/probe?q=a%20b"));
    assertThat(location(answer)).isEqualTo("/w/pinework/probe?q=a%20b");
  }

  @Test
  void nobodyIsSentToAnotherSite() {
    for (String elsewhere :
        List.of("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "")) {
      HttpResponse<String> answer =
          new Browser(port).post("/demo/session", Map.of("member", "ada", "to", elsewhere));
      assertThat(location(answer)).as(elsewhere).isEqualTo("/");
    }
  }

  @Test
  void demoSignInIsForFormsOfThisSite() {
    for (String site : List.of("cross-site", "same-site", "none")) {
      assertThat(
              new Browser(port)
                  .post("/demo/session", Map.of("member", "ada"), "Sec-Fetch-Site", site)
                  .statusCode())
          .as(site)
          .isEqualTo(403);
    }
    assertThat(new Browser(port).post("/demo/session", Map.of("member", "nobody")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatBelongsToOthersAnswersLikeWhatNeverExisted() {
    String others = "others-" + UUID.randomUUID();
    Database.workspace(others);
    Browser mia = Browser.of(port, "mia");
    HttpResponse<String> theirs = mia.get("/w/" + others + "/probe");
    HttpResponse<String> nobodys = mia.get("/w/nobodys-" + UUID.randomUUID() + "/probe");
    HttpResponse<String> unknown = mia.get("/w/pinework/no/such/page");
    assertThat(theirs.statusCode()).isEqualTo(404);
    assertThat(theirs.body()).isEqualTo(nobodys.body()).isEqualTo(unknown.body());
    assertThat(withoutDate(theirs)).isEqualTo(withoutDate(nobodys));
  }

  @Test
  void aRefusalIsOneSentence() {
    Browser max = Browser.of(port, "max");
    HttpResponse<String> page = max.get("/workspaces");
    HttpResponse<String> refused = max.submit(page, "/w/pinework/probe", Map.of());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("Only Admins can disconnect.", "Nothing was changed.");
    Browser ada = Browser.of(port, "ada");
    assertThat(ada.submit(ada.get("/workspaces"), "/w/pinework/probe", Map.of()).body())
        .isEqualTo("changed by Ada");
  }

  @Test
  void aFormNeedsTheTokenOfItsSession() {
    Browser ada = Browser.of(port, "ada");
    Browser bea = Browser.of(port, "bea");
    String token = Browser.token(bea.get("/workspaces"));
    assertThat(ada.post("/w/pinework/probe", Map.of()).statusCode()).isEqualTo(403);
    assertThat(ada.post("/w/pinework/probe", Map.of("_csrf", token)).statusCode()).isEqualTo(403);
    String own = Browser.token(ada.get("/workspaces"));
    assertThat(
            ada.post("/w/pinework/probe", Map.of("_csrf", own), "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            ada.post("/w/pinework/probe", Map.of("_csrf", own), "Origin", "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(ada.post("/w/pinework/probe", Map.of(), "X-CSRF-Token", own).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aDemotionActsOnTheNextRequest() {
    var workspace = Database.workspace("demote-" + UUID.randomUUID());
    Browser ada = Browser.of(port, "ada");
    UUID person =
        Database.asOwner()
            .sql("select id from people where handle = 'ada'")
            .query(UUID.class)
            .single();
    Database.join(workspace, new io.patchbay.ids.PersonId(person), "Ada", "admin");
    String slug =
        Database.asOwner()
            .sql("select slug from workspaces where id = ?")
            .param(workspace.value())
            .query(String.class)
            .single();
    HttpResponse<String> page = ada.get("/workspaces");
    assertThat(ada.submit(page, "/w/" + slug + "/probe", Map.of()).statusCode()).isEqualTo(200);
    Database.asOwner()
        .sql("update members set role = 'manager' where workspace_id = ?")
        .param(workspace.value())
        .update();
    assertThat(ada.submit(page, "/w/" + slug + "/probe", Map.of()).statusCode()).isEqualTo(403);
    Database.asOwner()
        .sql("update members set left_at = now() where workspace_id = ?")
        .param(workspace.value())
        .update();
    assertThat(ada.submit(page, "/w/" + slug + "/probe", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void signingOutEverywhereEndsEverySession() {
    Browser here = Browser.of(port, "bea");
    Browser there = Browser.of(port, "bea");
    assertThat(there.get("/w/pinework/probe").statusCode()).isEqualTo(200);
    assertThat(location(here.submit(here.get("/workspaces"), "/session/end-everywhere", Map.of())))
        .isEqualTo("/");
    HttpResponse<String> ended = there.get("/w/pinework/probe");
    assertThat(location(ended)).isEqualTo("/");
    assertThat(ended.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
    assertThat(there.get("/").body()).contains("Who are you today?");
  }

  @Test
  void signingOutHereLeavesOtherBrowsersAlone() {
    Browser here = Browser.of(port, "max");
    Browser there = Browser.of(port, "max");
    here.submit(here.get("/workspaces"), "/session/end", Map.of());
    assertThat(here.get("/w/pinework/probe").statusCode()).isEqualTo(303);
    assertThat(there.get("/w/pinework/probe").statusCode()).isEqualTo(200);
  }

  @Test
  void aCookieThatWeDidNotSealIsNobodys() {
    assertThat(new Browser(port).get("/w/pinework/probe", "Cookie", "patchbay=AAAA").statusCode())
        .isEqualTo(303);
    assertThat(
            new Browser(port)
                .get("/w/pinework/probe", "Cookie", "patchbay=" + "A".repeat(5000))
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void anotherHostIsMisdirected() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET /assets/x HTTP/1.1\r\nHost: evil.example\r\n")).startsWith("HTTP/1.1 421");
    assertThat(raw("GET /actuator/health HTTP/1.1\r\nHost: evil.example\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:" + port + "\r\n"))
        .startsWith("HTTP/1.1 200");
    String json = raw("GET /api/v1/x HTTP/1.1\r\nHost: evil.example\r\n");
    assertThat(json).contains("application/problem+json").contains("\"code\":\"wrong_host\"");
  }

  @Test
  void everyAnswerCarriesTheHeaders() throws IOException {
    Browser ada = Browser.of(port, "ada");
    for (String path :
        List.of(
            "/", "/w/pinework/probe", "/w/none/probe", "/assets/none", "/api/v1/none", "/%00")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
      if (path.equals("/%00")) {
        assertThat(answer).startsWith("HTTP/1.1 400");
        continue;
      }
      assertThat(answer)
          .as(path)
          .contains(
              "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
              "X-Content-Type-Options: nosniff",
              "Referrer-Policy: same-origin",
              "Permissions-Policy: ",
              "Cross-Origin-Opener-Policy: same-origin",
              "Cross-Origin-Resource-Policy: same-origin",
              "Cache-Control: no-store")
          .doesNotContain("Strict-Transport-Security");
    }
    assertThat(ada.get("/w/pinework/mistake").headers().firstValue("Content-Security-Policy"))
        .isPresent();
    assertThat(
            new Browser(port).get("/oauth/callback/slack").headers().firstValue("Referrer-Policy"))
        .contains("no-referrer");
  }

  @Test
  void ourMistakeShowsAnIdAndNothingElse() {
    HttpResponse<String> page = Browser.of(port, "ada").get("/w/pinework/mistake");
    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.body())
        .contains("Something failed on our side")
        .containsPattern("give your operator this id: [0-9a-f]{10}")
        .doesNotContain("secret detail", "IllegalState", "\tat ");
  }

  @Test
  void aDatabaseThatIsAwayIsSaidCalmly() {
    HttpResponse<String> page = Browser.of(port, "ada").get("/w/pinework/away");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body())
        .contains("We can’t reach our database right now.", "We keep trying")
        .doesNotContain("db-17");
    HttpResponse<String> json = new Browser(port).get("/api/v1/away");
    assertThat(json.statusCode()).isEqualTo(503);
    assertThat(json.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json.body()).contains("\"code\":\"database_away\"", "\"status\":503");
  }

  @Test
  void nobodyIsSignedOutBecauseTheDatabaseIsAway() {
    var ada = Browser.of(port, "ada");
    var app = Database.reach().app().user();
    var asked = "execute on function enter_as_person(uuid, integer)";
    Database.asOwner().sql("revoke " + asked + " from " + app).update();
    HttpResponse<String> page;
    try {
      page = ada.get("/nothing/here");
    } finally {
      Database.asOwner().sql("grant " + asked + " to " + app).update();
    }
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("Nothing here");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(ada.get("/w/pinework/probe").statusCode()).isEqualTo(200);
  }

  @Test
  void programsGetProblems() {
    HttpResponse<String> missing = new Browser(port).get("/api/v1/none");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("\"code\":\"not_found\"", "\"title\":\"Nothing here\"");
    HttpResponse<String> unknown =
        new Browser(port).get("/w/pinework/probe", "Accept", "application/json");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).contains("\"code\":\"sign_in_first\"");
    HttpResponse<String> method =
        new Browser(port).post("/api/v1/away", Map.of(), "Accept-Language", "pt-BR");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.body()).contains("\"code\":\"wrong_method\"", "Não é por aqui");
  }

  @Test
  void theReaderChoosesLanguageAndLight() {
    var browser = new Browser(port);
    assertThat(browser.get("/", "Accept-Language", "pt-BR,pt;q=0.9").body())
        .contains("<html lang=\"pt-BR\" data-theme=\"system\">", "Quem é você hoje?");
    String here = "http://127.0.0.1:" + port + "/workspaces?x=1";
    HttpResponse<String> kept =
        browser.post("/preferences", Map.of("lang", "pt-BR", "theme", "dark"), "Referer", here);
    assertThat(location(kept)).isEqualTo("/workspaces?x=1");
    HttpResponse<String> portuguese = browser.get("/");
    assertThat(portuguese.body()).contains("<html lang=\"pt-BR\" data-theme=\"dark\">");
    assertThat(portuguese.headers().firstValue("Content-Language")).contains("pt-BR");
    assertThat(
            location(
                browser.post(
                    "/preferences", Map.of("theme", "light"), "Referer", "http://evil.example/x")))
        .isEqualTo("/");
    assertThat(browser.post("/preferences", Map.of("theme", "x\"><script>")).statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/").body()).contains("data-theme=\"light\"");
  }

  @Test
  void assetsAreKeptForEverUnderTheirHash() {
    var browser = new Browser(port);
    String page = browser.get("/").body();
    String css = page.replaceFirst("(?s).*href=\"(/assets/patchbay-[0-9a-f]{10}\\.css)\".*", "$1");
    HttpResponse<String> style = browser.get(css, "Accept-Encoding", "gzip");
    assertThat(style.statusCode()).isEqualTo(200);
    assertThat(style.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(style.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(style.headers().firstValue("Content-Type")).contains("text/css;charset=UTF-8");
    assertThat(style.headers().allValues("Vary")).contains("Accept-Encoding");
    String tag = style.headers().firstValue("ETag").orElse("");
    HttpResponse<String> again = browser.get(css, "Accept-Encoding", "gzip", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    HttpResponse<String> older = browser.get("/assets/patchbay-0123456789.css");
    assertThat(older.body()).contains("@layer");
    assertThat(older.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void nothingOnAPageIsInline() {
    String page = new Browser(port).get("/").body();
    assertThat(page).doesNotContain(" style=", "<style", " onclick", "javascript:");
    assertThat(page.replaceAll("<script src=\"/assets/[^\"]+\" defer></script>", ""))
        .doesNotContain("<script");
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElse("");
  }

  private static Map<String, List<String>> withoutDate(HttpResponse<String> answer) {
    var headers = new java.util.TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  private String raw(String head) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
