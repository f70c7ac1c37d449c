package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlackTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/slack";
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private URI request(String redirect) {
    return played.asking(
        "slack.com/oauth/v2/authorize",
        "client_id",
        played.id("slack"),
        "scope",
        "channels:read,chat:write",
        "redirect_uri",
        redirect,
        "state",
        "a state",
        "code_challenge",
        Played.CHALLENGE,
        "code_challenge_method",
        "S256");
  }

  private Played.Answer exchange(String code, String redirect, String verifier) {
    return played.post(
        "slack.com/api/oauth.v2.access",
        "client_id",
        played.id("slack"),
        "client_secret",
        played.secret("slack"),
        "code",
        code,
        "redirect_uri",
        redirect,
        "code_verifier",
        verifier);
  }

  private String token(String account) {
    var code = Played.code(played.person().allow(request(CALLBACK), account));
    return exchange(code, CALLBACK, Played.VERIFIER).text("/access_token");
  }

  @Test
  void aPersonWhoAllowsIsSentBackWithACodeThatBuysABotToken() {
    URI callback = played.person().allow(request(CALLBACK), "Acme Support");

    assertThat(callback.toString()).startsWith(CALLBACK + "?code=");
    assertThat(Played.query(callback)).containsEntry("state", "a state");
    var answer = exchange(Played.code(callback), CALLBACK, Played.VERIFIER);
    assertThat(answer.text("/ok")).isEqualTo("true");
    assertThat(answer.text("/team/name")).isEqualTo("Acme Support");
    assertThat(answer.text("/scope")).isEqualTo("channels:read,chat:write");

    var test = played.get("slack.com/api/auth.test", answer.text("/access_token"));
    assertThat(test.text("/url")).isEqualTo("https://acme-support.slack.com/");
    assertThat(test.header("x-oauth-scopes")).isEqualTo("channels:read,chat:write");
  }

  @Test
  void aPersonWhoDeniesSendsNoCode() {
    assertThat(Played.query(played.person().deny(request(CALLBACK))))
        .isEqualTo(Map.of("error", "access_denied", "state", "a state"));
  }

  @Test
  void onlyARegisteredCallbackGetsAConsentScreen() {
    for (String redirect :
        new String[] {
          "http://evil.example/oauth/callback/slack",
          Played.ORIGIN + "/oauth/callback/github",
          Played.ORIGIN + "/oauth/callback/slack/",
          Played.ORIGIN + "/oauth/callback/slack?next=1",
          Played.ORIGIN + "/oauth/callback/../callback/slack",
          "http://127.0.0.1:8080@evil.example/oauth/callback/slack",
          ""
        }) {
      assertThat(played.open(request(redirect)).status()).as(redirect).isEqualTo(400);
    }
    assertThat(played.open(request(CALLBACK)).status()).isEqualTo(200);
  }

  @Test
  void aCodeIsGoodForOneUseOneCallbackOneVerifierAndTenMinutes() {
    String code = Played.code(played.person().allow(request(CALLBACK), "pinework"));

    assertThat(exchange(code, CALLBACK, "another-verifier").text("/error"))
        .isEqualTo("invalid_code_verifier");
    assertThat(exchange(code, CALLBACK + "-two", Played.VERIFIER).text("/error"))
        .isEqualTo("bad_redirect_uri");
    assertThat(exchange(code, CALLBACK, Played.VERIFIER).text("/ok")).isEqualTo("true");
    assertThat(exchange(code, CALLBACK, Played.VERIFIER).text("/error"))
        .isEqualTo("code_already_used");

    String late = Played.code(played.person().allow(request(CALLBACK), "pinework"));
    played.tick(Duration.ofMinutes(10));
    assertThat(exchange(late, CALLBACK, Played.VERIFIER).text("/error")).isEqualTo("invalid_code");
  }

  @Test
  void theAppMustKnowItsSecret() {
    var answer =
        played.post(
            "slack.com/api/oauth.v2.access",
            "client_id",
            played.id("slack"),
            "client_secret",
            "guessed",
            "code",
            "any");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/error")).isEqualTo("bad_client_secret");
  }

  @Test
  void anUntickedScopeIsMissingInTheGrantAndInEveryCall() {
    URI callback =
        played.person().allow(request(CALLBACK), "acme", scope -> !scope.equals("channels:read"));
    var answer = exchange(Played.code(callback), CALLBACK, Played.VERIFIER);
    assertThat(answer.text("/scope")).isEqualTo("chat:write");

    var list = played.get("slack.com/api/conversations.list", answer.text("/access_token"));
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.text("/error")).isEqualTo("missing_scope");
    assertThat(list.text("/needed")).isEqualTo("channels:read");
  }

  @Test
  void channelsComePageByPage() {
    String token = token("acme");

    var first = played.get("slack.com/api/conversations.list?limit=7", token);
    assertThat(first.json().at("/channels")).hasSize(7);
    String cursor = first.text("/response_metadata/next_cursor");
    var second =
        played.get(
            "slack.com/api/conversations.list?limit=7&" + Played.form("cursor", cursor), token);
    assertThat(second.json().at("/channels")).hasSize(5);
    assertThat(second.text("/response_metadata/next_cursor")).isEmpty();
    assertThat(first.text("/channels/0/id")).isNotEqualTo(second.text("/channels/0/id"));
  }

  @Test
  void revokingATokenEndsIt() {
    String token = token("acme");

    assertThat(played.get("slack.com/api/auth.revoke?test=1", token).text("/revoked"))
        .isEqualTo("false");
    assertThat(played.get("slack.com/api/auth.revoke", token).text("/revoked")).isEqualTo("true");
    assertThat(played.get("slack.com/api/auth.test", token).text("/error"))
        .isEqualTo("token_revoked");
    assertThat(played.get("slack.com/api/auth.test", "xoxb-guessed").text("/error"))
        .isEqualTo("invalid_auth");
  }

  @Test
  void aConsentFormTakesOneAnswer() {
    String page = played.open(request(CALLBACK)).body();
    String nonce = page.replaceAll("(?s).*name=\"nonce\" value=\"([^\"]+)\".*", "$1");
    String[] fields = {"nonce", nonce, "account", "acme", "decision", "allow"};

    assertThat(played.post("slack.com/oauth/v2/authorize/consent", fields).status()).isEqualTo(303);
    assertThat(played.post("slack.com/oauth/v2/authorize/consent", fields).status()).isEqualTo(400);
  }

  @Test
  void theConsentScreenMayOnlySendItsFormHereAndBackToTheApp() {
    var page = played.open(request(CALLBACK));

    assertThat(page.header("Content-Security-Policy"))
        .contains("form-action 'self' " + Played.ORIGIN + ";")
        .contains("frame-ancestors 'none'");
    assertThat(page.body()).contains("Nothing leaves this machine.");
  }
}
