package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
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

  @Test
  void anEventIsSentOnceAndWhatCameOfItIsListedForTheApp() throws Exception {
    var heard = new LinkedBlockingQueue<HttpExchange>();
    var patchbay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    patchbay.createContext(
        "/hooks/github",
        exchange -> {
          heard.add(exchange);
          exchange.setAttribute(
              "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(heard.size() == 1 ? 503 : 200, -1);
          exchange.close();
        });
    patchbay.start();
    try {
      played.patchbayIsAt(URI.create("http://127.0.0.1:" + patchbay.getAddress().getPort()));
      assertThat(openIssue().text("/outcome")).isEqualTo("Invalid HTTP Response: 503");
      var sent = heard.element();
      assertThat(sent.getRequestHeaders().getFirst("X-Hub-Signature-256"))
          .isEqualTo(
              "sha256="
                  + Randomness.hmac(
                      played.sandbox().apps().webhookSecret("github"),
                      sent.getAttribute("body").toString()));

      var failed = deliveries("?per_page=1");
      assertThat(failed.text("/0/status_code")).isEqualTo("503");
      assertThat(failed.text("/0/redelivery")).isEqualTo("false");
      var again = again(failed.text("/0/id"));
      assertThat(again.status()).isEqualTo(202);

      var first = deliveries("?per_page=1");
      assertThat(first.text("/0/status")).isEqualTo("OK");
      assertThat(first.text("/0/redelivery")).isEqualTo("true");
      assertThat(first.text("/0/guid")).isEqualTo(failed.text("/0/guid"));
      var next = first.header("Link").replaceAll(".*[?&](cursor=[^&>]+)>; rel=\"next\"", "?$1");
      assertThat(deliveries(next).json()).isEqualTo(failed.json());
      assertThat(deliveries(next).header("Link")).isEmpty();
      assertThat(again("7").status()).isEqualTo(404);

      played.post("_sandbox/github/lost-webhooks");
      assertThat(openIssue().text("/outcome")).isEqualTo("failed to connect to host");
      assertThat(heard).hasSize(2);
    } finally {
      patchbay.stop(0);
    }
  }

  @Test
  void whileWebhooksDoNotArriveNothingIsSentAndThatIsListed() {
    played.post("_sandbox/github/lost-webhooks");
    assertThat(openIssue().text("/outcome")).isEqualTo("failed to connect to host");
    played.restart();
    assertThat(deliveries("").text("/0/status")).isEqualTo("failed to connect to host");
    assertThat(played.get("").body()).contains("failed to connect to host");
    played.tick(Duration.ofDays(4));
    openIssue();
    assertThat(deliveries("").json()).hasSize(1);
  }

  @Test
  void onlyTheAppItselfReadsItsDeliveries() {
    var now = played.now();
    var id = played.id("github");
    assertThat(deliveries(token(id, now, now.plusSeconds(599)), "").status()).isEqualTo(200);
    for (String token :
        List.of(
            "",
            "a.b.c",
            connected().text("/access_token"),
            token("another-app", now, now.plusSeconds(500)),
            token(id, now.plusSeconds(120), now.plusSeconds(500)),
            token(id, now.minusSeconds(700), now),
            token(id, now, now.plusSeconds(700)),
            token(id, now, now.plusSeconds(500)).replace("ey", "eY"))) {
      assertThat(deliveries(token, "").status()).as(token).isEqualTo(401);
    }
  }

  @Test
  void anIssueNeedsARepositoryThatTheAppReaches() {
    assertThat(
            played.post("_sandbox/github/event", "repository", "octo-labs/amber-anchor").status())
        .isEqualTo(400);
  }

  private Played.Answer openIssue() {
    return played.post("_sandbox/github/event", "repository", "pinework/amber-anchor");
  }

  private Played.Answer deliveries(String query) {
    return deliveries(
        token(played.id("github"), played.now(), played.now().plusSeconds(500)), query);
  }

  private Played.Answer deliveries(String token, String query) {
    return played.get("api.github.com/app/hook/deliveries" + query, token);
  }

  private Played.Answer again(String id) {
    var token = token(played.id("github"), played.now(), played.now().plusSeconds(500));
    return played.send(
        played
            .posting("api.github.com/app/hook/deliveries/" + id + "/attempts")
            .header("Authorization", "Bearer " + token));
  }

  private String token(String issuer, Instant issued, Instant expires) {
    try {
      var text =
          base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
              + "."
              + base64(
                  "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
                      .formatted(issued.getEpochSecond(), expires.getEpochSecond(), issuer)
                      .getBytes(StandardCharsets.UTF_8));
      var key = played.sandbox().apps().privateKey("github").replaceAll("-----[A-Z ]+-----", "");
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.strip()))));
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
