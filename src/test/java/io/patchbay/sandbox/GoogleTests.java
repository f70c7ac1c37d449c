package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/google-calendar";
  private static final String CALENDARS =
      "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
  private static final String LIST = "www.googleapis.com/calendar/v3/users/me/calendarList";
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private URI request(String accessType) {
    return played.asking(
        "accounts.google.com/o/oauth2/v2/auth",
        "client_id",
        played.id("google"),
        "response_type",
        "code",
        "scope",
        "openid email " + CALENDARS,
        "redirect_uri",
        CALLBACK,
        "access_type",
        accessType,
        "state",
        "s",
        "code_challenge",
        Played.CHALLENGE,
        "code_challenge_method",
        "S256");
  }

  private Played.Answer exchange(URI callback, String verifier) {
    return played.post(
        "oauth2.googleapis.com/token",
        "grant_type",
        "authorization_code",
        "client_id",
        played.id("google"),
        "client_secret",
        played.secret("google"),
        "code",
        Played.code(callback),
        "redirect_uri",
        CALLBACK,
        "code_verifier",
        verifier);
  }

  private Played.Answer refresh(String refreshToken) {
    return played.post(
        "oauth2.googleapis.com/token",
        "grant_type",
        "refresh_token",
        "client_id",
        played.id("google"),
        "client_secret",
        played.secret("google"),
        "refresh_token",
        refreshToken);
  }

  private Played.Answer connected() {
    return exchange(
        played.person().allow(request("offline"), "Marketing Calendar"), Played.VERIFIER);
  }

  @Test
  void aConsentBuysAnAccessTokenAndARefreshToken() {
    URI callback = played.person().allow(request("offline"), "Marketing Calendar");
    assertThat(Played.query(callback))
        .containsEntry("iss", played.at("accounts.google.com"))
        .containsEntry("state", "s");

    var answer = exchange(callback, Played.VERIFIER);
    assertThat(answer.text("/expires_in")).isEqualTo("3599");
    assertThat(answer.text("/refresh_token")).startsWith("1//");
    assertThat(answer.text("/scope"))
        .contains("https://www.googleapis.com/auth/userinfo.email", CALENDARS);

    String token = answer.text("/access_token");
    assertThat(played.get("www.googleapis.com/oauth2/v2/userinfo", token).text("/email"))
        .isEqualTo("marketing@pinework.example");
    var list = played.get(LIST + "?maxResults=3", token);
    assertThat(list.text("/items/0/summary")).isEqualTo("Marketing Calendar");
    var rest = played.get(LIST + "?pageToken=" + list.text("/nextPageToken"), token);
    assertThat(list.json().at("/items").size() + rest.json().at("/items").size()).isEqualTo(5);
    assertThat(rest.text("/nextPageToken")).isEmpty();
  }

  @Test
  void onlyOfflineAccessBringsARefreshToken() {
    var answer =
        exchange(played.person().allow(request("online"), "ada@example.com"), Played.VERIFIER);

    assertThat(answer.text("/access_token")).isNotEmpty();
    assertThat(answer.text("/refresh_token")).isEmpty();
  }

  @Test
  void anExpiredAccessTokenIsRenewedByTheSameRefreshTokenAgainAndAgain() {
    var answer = connected();
    String token = answer.text("/access_token");
    played.tick(Duration.ofHours(1));

    assertThat(played.get(LIST, token).status()).isEqualTo(401);
    for (int i = 0; i < 2; i++) {
      var renewed = refresh(answer.text("/refresh_token"));
      assertThat(renewed.text("/refresh_token")).isEmpty();
      assertThat(played.get(LIST, renewed.text("/access_token")).status()).isEqualTo(200);
    }
  }

  @Test
  void anUntickedScopeIsRefusedWithGooglesOwnReason() {
    URI callback =
        played.person().allow(request("offline"), "Support Calendar", s -> !s.equals(CALENDARS));
    var answer = exchange(callback, Played.VERIFIER);

    assertThat(answer.text("/scope")).doesNotContain(CALENDARS).contains("openid");
    var list = played.get(LIST, answer.text("/access_token"));
    assertThat(list.status()).isEqualTo(403);
    assertThat(list.text("/error/errors/0/reason")).isEqualTo("insufficientPermissions");
  }

  @Test
  void aWrongVerifierAUsedCodeAndAWrongSecretAreRefused() {
    URI callback = played.person().allow(request("offline"), "ada@example.com");
    var wrong = exchange(callback, "wrong");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("/error")).isEqualTo("invalid_grant");
    assertThat(exchange(callback, Played.VERIFIER).status()).isEqualTo(200);
    assertThat(exchange(callback, Played.VERIFIER).text("/error")).isEqualTo("invalid_grant");

    var stranger =
        played.post(
            "oauth2.googleapis.com/token",
            "grant_type",
            "refresh_token",
            "client_id",
            played.id("google"),
            "client_secret",
            "guessed");
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stranger.text("/error")).isEqualTo("invalid_client");
  }

  @Test
  void revokingEitherTokenEndsTheGrant() {
    var answer = connected();
    String refresh = answer.text("/refresh_token");

    assertThat(played.post("oauth2.googleapis.com/revoke", "token", refresh).status())
        .isEqualTo(200);
    assertThat(played.get(LIST, answer.text("/access_token")).status()).isEqualTo(401);
    assertThat(refresh(refresh).text("/error")).isEqualTo("invalid_grant");
    var again = played.post("oauth2.googleapis.com/revoke", "token", refresh);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text("/error")).isEqualTo("invalid_token");
  }

  @Test
  void anExpiredLoginNeedsANewConsent() {
    var answer = connected();
    played.post(
        "_sandbox/google/expire-login", "account", "marketing@pinework.example", "on", "true");

    assertThat(refresh(answer.text("/refresh_token")).text("/error")).isEqualTo("invalid_grant");
    assertThat(played.get(LIST, connected().text("/access_token")).status()).isEqualTo(200);
  }
}
