package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchesTests {
  private static final String CALLBACK = Played.ORIGIN + "/oauth/callback/slack";
  private static final String TEST = "slack.com/api/auth.test";
  private Played played;
  private Path data;
  private String token;

  @BeforeEach
  void start(@TempDir Path folder) {
    data = folder;
    played = new Played(folder);
    URI callback =
        played
            .person()
            .allow(
                played.asking(
                    "slack.com/oauth/v2/authorize",
                    "client_id",
                    played.id("slack"),
                    "scope",
                    "channels:read",
                    "redirect_uri",
                    CALLBACK),
                "acme");
    token =
        played
            .post(
                "slack.com/api/oauth.v2.access",
                "client_id",
                played.id("slack"),
                "client_secret",
                played.secret("slack"),
                "code",
                Played.code(callback),
                "redirect_uri",
                CALLBACK)
            .text("/access_token");
  }

  @AfterEach
  void stop() {
    played.close();
  }

  private void turn(String name, boolean on) {
    var answer =
        played.post(
            "_sandbox/slack/" + name, "account", "acme", "scope", "channels:read", "on", "" + on);
    assertThat(answer.status()).isEqualTo(200);
  }

  private String error() {
    return played.get(TEST, token).text("/error");
  }

  @Test
  void grantsAreBrokenAndPutRight() {
    turn("expire", true);
    assertThat(error()).isEqualTo("token_expired");
    turn("expire", false);
    turn("revoke", true);
    assertThat(error()).isEqualTo("token_revoked");
    turn("revoke", false);
    turn("drop-scope", true);
    assertThat(played.get("slack.com/api/conversations.list", token).text("/error"))
        .isEqualTo("missing_scope");
    turn("drop-scope", false);
    assertThat(played.get("slack.com/api/conversations.list", token).text("/ok")).isEqualTo("true");
  }

  @Test
  void aProviderGoesDownAndComesBack() {
    turn("outage", true);
    assertThat(played.get(TEST, token).status()).isEqualTo(503);
    turn("outage", false);
    turn("rate-limit", true);
    assertThat(played.get(TEST, token).status()).isEqualTo(429);
    assertThat(played.get(TEST, token).header("Retry-After")).isEqualTo("30");
    turn("rate-limit", false);
    turn("garbage", true);
    assertThat(played.get(TEST, token).status()).isEqualTo(200);
    assertThat(played.get(TEST, token).body()).startsWith("<!doctype html>");
    turn("garbage", false);
    turn("slow", true);
    assertThat(played.get(TEST, token).text("/ok")).isEqualTo("true");
  }

  @Test
  void anOutageOfOneProviderTroublesNoOther() {
    turn("outage", true);

    assertThat(played.get("api.stripe.com/v1/account", played.sandbox().apiKey("Acme")).status())
        .isEqualTo(200);
  }

  @Test
  void everythingSurvivesARestartAtTheSameAddress() {
    turn("outage", true);
    var before = played.sandbox().baseUri();
    String key = played.sandbox().apiKey("Pinework");
    String secret = played.secret("slack");

    played.restart();

    assertThat(played.sandbox().baseUri()).isEqualTo(before);
    assertThat(played.sandbox().apiKey("Pinework")).isEqualTo(key);
    assertThat(played.secret("slack")).isEqualTo(secret);
    assertThat(played.get(TEST, token).status()).isEqualTo(503);
    turn("outage", false);
    assertThat(played.get(TEST, token).text("/team")).isEqualTo("Acme");
  }

  @Test
  void tokensAreNotReadableOnDisk() throws IOException {
    Path file = data.resolve("sandbox.json");

    assertThat(Files.readString(file)).contains("acme").doesNotContain(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherOriginsFormTurnsNothing() {
    var forged =
        played
            .posting("_sandbox/slack/outage", "on", "true")
            .header("Origin", "http://evil.example")
            .header("Sec-Fetch-Site", "cross-site");

    assertThat(played.send(forged).status()).isEqualTo(403);
    assertThat(played.get(TEST, token).status()).isEqualTo(200);
  }

  @Test
  void thePagesOwnFormsComeBackToThePage() {
    String page = played.get("").body();
    String form = page.replaceAll("(?s).*?name=\"form\" value=\"([^\"]+)\".*", "$1");

    var answer = played.post("_sandbox/slack/outage", "form", form, "on", "true");

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/#slack");
    assertThat(played.get("").body()).contains("Turn off");
  }

  @Test
  void theFormsNeverSendAnybodyElsewhere() {
    String page = played.get("").body();
    String form = page.replaceAll("(?s).*?name=\"form\" value=\"([^\"]+)\".*", "$1");

    var answer =
        played.post(
            "_sandbox/slack/slow", "form", form, "on", "false", "back", "http://evil.example/");

    assertThat(answer.header("Location")).isEqualTo("/#slack");
  }

  @Test
  void unknownSwitchesAndAccountsAreNamed() {
    var answer = played.post("_sandbox/slack/revoke", "account", "nobody");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error")).contains("nobody");
    assertThat(played.post("_sandbox/slack/explode").status()).isEqualTo(400);
    assertThat(played.post("_sandbox/elsewhere/outage").status()).isEqualTo(404);
    assertThat(played.post("_sandbox/slack/lost-webhooks").status()).isEqualTo(400);
  }

  @Test
  void aBodyWithoutEndIsRefused() {
    var huge =
        HttpRequest.newBuilder(URI.create(played.at("slack.com/api/auth.test")))
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]));

    assertThat(played.send(huge).status()).isEqualTo(413);
  }
}
