package io.patchbay.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.providers.AppCredentials;
import io.patchbay.providers.ProviderApps;
import io.patchbay.testing.Browser;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.webhooks.Delivering;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An operator sets the app of a provider on its page, and removes it again. */
@PatchbayTest
@ExtendWith(OutputCaptureExtension.class)
class SettingAppsTest {
  private static final String PAGE = "/operator/apps/github";
  private static final String SECRET = "canary-of-a-client-secret-4f2a";
  private static final String SIGNING = "canary-of-a-webhook-secret-9c1d";

  @LocalServerPort int port;
  @Autowired AppCredentials credentials;
  @Autowired ProviderApps apps;

  @AfterEach
  void asBefore() {
    credentials.remove("github", "the test");
  }

  @Test
  void whatIsSetIsUsedAtOnceShownByItsEndAndRemovedAgain(CapturedOutput output) throws Exception {
    var olga = Browser.of(port, "olga");
    var before = apps.of("github");
    assertThat(olga.get(PAGE).body()).contains("from the sandbox");

    var done =
        set(
            olga,
            Map.of(
                "client_id",
                "Iv1.ours",
                "client_secret",
                SECRET,
                "webhook_secret",
                SIGNING,
                "typed",
                "github"));
    assertThat(done.statusCode()).isEqualTo(303);
    var shown = olga.get(PAGE).body();
    assertThat(shown)
        .contains(
            "Iv1.ours", "ends in 4f2a", "ends in 9c1d", "set on this page, sealed in the database")
        .contains("Client id, secret and webhook secret set", "Olga")
        .contains("/oauth/callback/github", "/hooks/github");

    var ada = Browser.of(port, "ada");
    var connect = ada.get("/w/pinework/integrations/github");
    var away = ada.submit(connect, "/w/pinework/integrations/github/authorizations", Map.of());
    assertThat(away.headers().firstValue("Location").orElseThrow()).contains("client_id=Iv1.ours");
    assertThat(hook(SIGNING)).isEqualTo(200);
    assertThat(hook("another")).isEqualTo(401);

    for (var page :
        new String[] {
          "/operator",
          PAGE,
          "/operator/support?workspace=pinework",
          "/operator/failing",
          "/operator/usage.csv"
        }) {
      assertThat(olga.get(page).body()).doesNotContain(SECRET).doesNotContain(SIGNING);
    }
    assertThat(output.getAll()).doesNotContain(SECRET).doesNotContain(SIGNING);

    var removed = olga.submit(olga.get(PAGE), PAGE + "/removed", Map.of("typed", "github"));
    assertThat(removed.statusCode()).isEqualTo(303);
    assertThat(olga.get(PAGE).body()).contains("from the sandbox").contains("Removed");
    assertThat(apps.of("github")).isEqualTo(before);
    assertThat(hook(SIGNING)).isEqualTo(401);
  }

  @Test
  void withoutTheTypedNameOrHalfOfAPairNothingIsSetAndNoSecretComesBack() {
    var olga = Browser.of(port, "olga");
    for (var wrong :
        new Object[][] {
          {
            Map.of("client_id", "ours", "client_secret", SECRET, "typed", "gitlab"),
            "type github to confirm"
          },
          {Map.of("client_id", "ours", "client_secret", SECRET), "type github to confirm"},
          {
            Map.of("client_id", "ours", "typed", "github"),
            "client id and client secret go together"
          },
          {
            Map.of("client_secret", SECRET, "typed", "github"),
            "client id and client secret go together"
          },
          {
            Map.of("client_id", "ours", "client_secret", SECRET + "\n1", "typed", "github"),
            "no blanks, line ends or accents"
          },
          {Map.of("typed", "github"), "Nothing was set: write"},
        }) {
      @SuppressWarnings("unchecked")
      var answer = set(olga, (Map<String, String>) wrong[0]);
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).contains((String) wrong[1]).doesNotContain(SECRET);
      assertThat(credentials.of("github")).isEmpty();
    }
    credentials.set("github", null, io.patchbay.vault.Secret.of(SIGNING), "Olga");
    var kept = olga.submit(olga.get(PAGE), PAGE + "/removed", Map.of("typed", "no"));
    assertThat(kept.statusCode()).isEqualTo(422);
    assertThat(credentials.of("github")).isPresent();
  }

  @Test
  void nobodyButAnOperatorFindsThePageAndNoProviderButOnesWithAnApp() {
    var ada = Browser.of(port, "ada");
    assertThat(ada.get(PAGE).statusCode()).isEqualTo(404);
    assertThat(
            ada.submit(
                    ada.get("/w/pinework/integrations"),
                    PAGE + "/credentials",
                    Map.of("typed", "github", "webhook_secret", SIGNING))
                .statusCode())
        .isEqualTo(404);
    assertThat(credentials.of("github")).isEmpty();
    var olga = Browser.of(port, "olga");
    assertThat(olga.get("/operator/apps/nobody").statusCode()).isEqualTo(404);
    assertThat(olga.get("/operator/apps/stripe").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> set(Browser olga, Map<String, String> fields) {
    return olga.submit(olga.get(PAGE), PAGE + "/credentials", fields);
  }

  private int hook(String secret) throws Exception {
    var body = "{\"zen\":\"" + System.nanoTime() + "\"}";
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    try (var client = java.net.http.HttpClient.newHttpClient()) {
      return Delivering.send(
              client,
              java.net.http.HttpRequest.newBuilder(
                      java.net.URI.create("http://127.0.0.1:" + port + "/hooks/github"))
                  .header("X-GitHub-Delivery", Long.toString(System.nanoTime()))
                  .header("X-GitHub-Event", "ping")
                  .header(
                      "X-Hub-Signature-256",
                      "sha256="
                          + HexFormat.of()
                              .formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))))
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                  .build())
          .statusCode();
    }
  }
}
