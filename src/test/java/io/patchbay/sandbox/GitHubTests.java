package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/github";
  private Played played;

  @BeforeEach
  void start(@TempDir Path data) {
    played = new Played(data);
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private URI request() {
    return played.asking(
        "github.com/login/oauth/authorize",
        "client_id",
        played.id("github"),
        "redirect_uri",
        CALLBACK,
        "state",
        "s",
        "code_challenge",
        Played.CHALLENGE,
        "code_challenge_method",
        "S256");
  }

  private Played.Answer exchange(URI callback, String verifier) {
    return played.post(
        "github.com/login/oauth/access_token",
        "client_id",
        played.id("github"),
        "client_secret",
        played.secret("github"),
        "code",
        Played.code(callback),
        "redirect_uri",
        CALLBACK,
        "code_verifier",
        verifier);
  }

  private Played.Answer refresh(String token) {
    return played.post(
        "github.com/login/oauth/access_token",
        "client_id",
        played.id("github"),
        "client_secret",
        played.secret("github"),
        "grant_type",
        "refresh_token",
        "refresh_token",
        token);
  }

  private Played.Answer connected() {
    return exchange(played.person().allow(request(), "octo-dev"), Played.VERIFIER);
  }

  @Test
  void aConsentBuysAUserTokenThatNamesItsUser() {
    var answer = connected();
    assertThat(answer.text("/access_token")).startsWith("ghu_");
    assertThat(answer.text("/expires_in")).isEqualTo("28800");

    var user = played.get("api.github.com/user", answer.text("/access_token"));
    assertThat(user.text("/login")).isEqualTo("octo-dev");
  }

  @Test
  void tokenErrorsComeWithStatus200AndAsAFormUnlessJsonIsAccepted() {
    URI callback = played.person().allow(request(), "octo-dev");
    var wrong = exchange(callback, "wrong");
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.text("/error")).isEqualTo("bad_verification_code");
    assertThat(exchange(callback, Played.VERIFIER).text("/token_type")).isEqualTo("bearer");
    assertThat(exchange(callback, Played.VERIFIER).text("/error"))
        .isEqualTo("bad_verification_code");

    var plain =
        played.send(
            played
                .posting("github.com/login/oauth/access_token", "client_id", "nobody")
                .setHeader("Accept", "*/*"));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.body()).startsWith("error=incorrect_client_credentials&");
  }

  @Test
  void denialSaysWhy() {
    assertThat(Played.query(played.person().deny(request())))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s")
        .containsKey("error_description");
  }

  @Test
  void repositoriesArePagedByTheLinkHeader() {
    String token = connected().text("/access_token");
    var installations = played.get("api.github.com/user/installations", token);
    assertThat(installations.text("/total_count")).isEqualTo("2");
    assertThat(installations.text("/installations/1/account/login")).isEqualTo("octo-org");

    var names = new HashSet<String>();
    String next =
        "api.github.com/user/installations/%s/repositories?per_page=100"
            .formatted(installations.text("/installations/1/id"));
    int pages = 0;
    while (!next.isEmpty()) {
      var page = played.get(next, token);
      page.json().at("/repositories").forEach(each -> names.add(each.at("/full_name").asString()));
      pages++;
      String link = page.header("Link");
      next =
          link.contains("rel=\"next\"")
              ? link.replaceAll(".*?<([^>]+)>; rel=\"next\".*", "$1")
                  .substring(played.at("").length())
              : "";
    }
    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(230).contains("octo-org/amber-anchor");
  }

  @Test
  void foreignInstallationsDoNotExist() {
    String token = connected().text("/access_token");

    assertThat(played.get("api.github.com/user/installations/5100104/repositories", token).status())
        .isEqualTo(404);
    assertThat(played.get("api.github.com/user", "ghu_guessed").text("/message"))
        .isEqualTo("Bad credentials");
  }

  @Test
  void eachRefreshBringsANewRefreshToken() {
    var first = connected();
    played.tick(Duration.ofHours(8));
    assertThat(played.get("api.github.com/user", first.text("/access_token")).status())
        .isEqualTo(401);

    var second = refresh(first.text("/refresh_token"));
    assertThat(second.text("/refresh_token")).isNotEqualTo(first.text("/refresh_token"));
    assertThat(played.get("api.github.com/user", second.text("/access_token")).status())
        .isEqualTo(200);
  }

  @Test
  void aSpentRefreshTokenThatComesAgainEndsTheWholeFamily() {
    var first = connected();
    var second = refresh(first.text("/refresh_token"));

    assertThat(refresh(first.text("/refresh_token")).text("/error")).isEqualTo("bad_refresh_token");
    assertThat(refresh(second.text("/refresh_token")).text("/error"))
        .isEqualTo("bad_refresh_token");
    assertThat(played.get("api.github.com/user", second.text("/access_token")).status())
        .isEqualTo(401);
  }

  @Test
  void deletingTheGrantNeedsTheAppsOwnCredentials() {
    var answer = connected();
    String address = "api.github.com/applications/" + played.id("github") + "/grant";
    var deletion =
        HttpRequest.newBuilder(URI.create(played.at(address)))
            .header("Content-Type", "application/json")
            .method(
                "DELETE",
                HttpRequest.BodyPublishers.ofString(
                    "{\"access_token\":\"%s\"}".formatted(answer.text("/access_token"))));

    assertThat(played.send(deletion.copy()).status()).isEqualTo(404);
    assertThat(
            played.send(deletion.copy().header("Authorization", played.basic("github"))).status())
        .isEqualTo(204);
    assertThat(played.get("api.github.com/user", answer.text("/access_token")).status())
        .isEqualTo(401);
  }

  @Test
  void aLostPermissionIsRefusedWithGitHubsOwnWords() {
    String token = connected().text("/access_token");
    played.post(
        "_sandbox/github/drop-scope",
        "account",
        "octo-dev",
        "scope",
        "metadata:read",
        "on",
        "true");

    var answer = played.get("api.github.com/user/installations/5100102/repositories", token);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/message")).isEqualTo("Resource not accessible by integration");
  }

  @Test
  void anInstallationCanBeAddedAndRemoved() {
    String token = connected().text("/access_token");
    played.post("_sandbox/github/installation", "account", "octo-dev", "organization", "octo-labs");
    played.post(
        "_sandbox/github/installation",
        "account",
        "octo-dev",
        "organization",
        "pinework",
        "on",
        "false");

    var answer = played.get("api.github.com/user/installations", token);
    assertThat(answer.text("/installations/0/account/login")).isEqualTo("octo-org");
    assertThat(answer.text("/installations/1/account/login")).isEqualTo("octo-labs");
    assertThat(played.get("github.com/settings/installations").status()).isEqualTo(200);
  }
}
