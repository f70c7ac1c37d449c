package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VercelTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/vercel";
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private URI request(String... more) {
    var fields = new java.util.ArrayList<String>();
    fields.addAll(
        java.util.List.of(
            "client_id",
            played.id("vercel"),
            "response_type",
            "code",
            "scope",
            "openid email profile offline_access",
            "redirect_uri",
            CALLBACK));
    fields.addAll(java.util.List.of(more));
    return played.asking("vercel.com/oauth/authorize", fields.toArray(new String[0]));
  }

  private Played.Answer connected(String account) {
    URI callback =
        played
            .person()
            .allow(
                request("code_challenge", Played.CHALLENGE, "code_challenge_method", "S256"),
                account);
    return exchange(callback, Played.VERIFIER);
  }

  private Played.Answer exchange(URI callback, String verifier) {
    return played.post(
        "api.vercel.com/login/oauth/token",
        "grant_type",
        "authorization_code",
        "client_id",
        played.id("vercel"),
        "client_secret",
        played.secret("vercel"),
        "code",
        Played.code(callback),
        "redirect_uri",
        CALLBACK,
        "code_verifier",
        verifier);
  }

  private Played.Answer refresh(String token) {
    return played.post(
        "api.vercel.com/login/oauth/token",
        "grant_type",
        "refresh_token",
        "client_id",
        played.id("vercel"),
        "client_secret",
        played.secret("vercel"),
        "refresh_token",
        token);
  }

  @Test
  void aRequestWithoutAChallengeOrWithAPlainOneGetsNoConsentScreen() {
    assertThat(played.open(request()).status()).isEqualTo(400);
    assertThat(
            played
                .open(request("code_challenge", Played.VERIFIER, "code_challenge_method", "plain"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void aConsentShowsTheAccountItsTeamsAndTheirProjects() {
    String token = connected("Web team").text("/access_token");

    assertThat(played.get("api.vercel.com/login/oauth/userinfo", token).text("/preferred_username"))
        .isEqualTo("pinework-web");
    var teams = played.get("api.vercel.com/v2/teams?limit=100", token);
    assertThat(teams.json().at("/teams")).hasSize(1);
    String team = teams.text("/teams/0/id");

    var first = played.get("api.vercel.com/v10/projects?limit=20&teamId=" + team, token);
    assertThat(first.json().at("/projects")).hasSize(20);
    var second =
        played.get(
            "api.vercel.com/v10/projects?limit=20&teamId=%s&until=%s"
                .formatted(team, first.text("/pagination/next")),
            token);
    assertThat(second.json().at("/projects")).hasSize(5);
    assertThat(second.json().at("/pagination/next").isNull()).isTrue();
    assertThat(played.get("api.vercel.com/v10/projects?teamId=team_PineworkDocs", token).status())
        .isEqualTo(403);
  }

  @Test
  void refreshTokensRotateAndReuseEndsTheFamily() {
    var first = connected("docs");
    played.tick(Duration.ofHours(1));
    var expired = played.get("api.vercel.com/v2/user", first.text("/access_token"));
    assertThat(expired.status()).isEqualTo(403);
    assertThat(expired.text("/error/invalidToken")).isEqualTo("true");

    var second = refresh(first.text("/refresh_token"));
    assertThat(played.get("api.vercel.com/v2/user", second.text("/access_token")).status())
        .isEqualTo(200);
    assertThat(refresh(first.text("/refresh_token")).text("/error")).isEqualTo("invalid_grant");
    assertThat(refresh(second.text("/refresh_token")).text("/error")).isEqualTo("invalid_grant");
  }

  @Test
  void revocationNeedsTheAppAndEndsTheGrant() {
    var answer = connected("ada");
    String refresh = answer.text("/refresh_token");

    assertThat(played.post("api.vercel.com/login/oauth/token/revoke", "token", refresh).status())
        .isEqualTo(401);
    assertThat(
            played
                .send(
                    played
                        .posting("api.vercel.com/login/oauth/token/revoke", "token", refresh)
                        .header("Authorization", played.basic("vercel")))
                .status())
        .isEqualTo(200);
    assertThat(refresh(refresh).text("/error")).isEqualTo("invalid_grant");
  }
}
