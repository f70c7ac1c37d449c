package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.patchbay.Patchbay;
import io.patchbay.shell.BaseUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Everything the demo's story does, with every logger at TRACE: what the providers gave us is found
 * in no line of the log, on no page and in no answer of the API. The pretend providers' tokens have
 * shapes of their own, so that any of them would be found.
 */
class CanariesTest {
  private static final List<Pattern> CANARIES =
      Stream.of(
              "xoxb-sandbox-[A-Za-z0-9_-]{8}",
              "ya29\\.sandbox-[A-Za-z0-9_-]{8}",
              "1//sandbox[A-Za-z0-9_-]{4}",
              "gh[ur]_[A-Za-z0-9]{8}",
              "whsec_[0-9a-f]{32}",
              "code=[A-Za-z0-9_-]{16}",
              "_csrf=[0-9a-f]{16}",
              "patchbay=[A-Za-z0-9_-]{40}",
              "pbk_[A-Za-z0-9_-]{20}")
          .map(Pattern::compile)
          .toList();

  @Test
  void noSecretOfTheStoryIsInALogOnAPageOrInAnAnswer() throws Exception {
    var data = Path.of("target", "canaries", Long.toString(System.nanoTime())).toAbsolutePath();
    Files.createDirectories(data);
    var log = data.resolve("trace.log");
    System.setProperty("canaries.log", log.toString());
    // Whichever program ran in this JVM before has its own logs set up: this one has its own.
    LoggingSystem.get(Patchbay.class.getClassLoader()).cleanUp();
    var texts = new ArrayList<String>();
    String key;
    try (var context =
        new SpringApplicationBuilder(Patchbay.class)
            .run(
                "--server.port=0",
                "--patchbay.demo=true",
                "--patchbay.data=" + data,
                "--patchbay.database.url=",
                "--logging.config=classpath:logback-trace.xml")) {
      var sandbox = context.getBean(Sandbox.class);
      key = sandbox.apiKey("Pinework");
      var base = context.getBean(BaseUrl.class).get();
      try (var ada = new StoryBrowser(base)) {
        ada.post("/demo/session", Map.of("member", List.of("ada")));
        for (var slug : List.of("slack", "google-calendar", "stripe")) {
          ada.open("/w/pinework/integrations/" + slug);
          texts.add(ada.page());
        }
        ada.open("/w/pinework/integrations/stripe/setup/connect");
        texts.add(ada.page());
        ada.post(
            "/w/pinework/integrations/stripe/credentials",
            Map.of("api_key", List.of("sk_test_" + "wrong".repeat(6))));
        texts.add(ada.page());
      }
      texts.add(api(base, Files.readString(data.resolve("host-api-key")).strip()));
      assertThat(texts.getLast()).contains("\"slug\":\"slack\"").contains("Marketing Calendar");
    }
    assertThat(Files.size(log)).as("the log was kept at TRACE").isGreaterThan(1_000_000);
    assertThat(inLog(log, "oauth.v2.access 200"))
        .as("the flows ran, and their paths are logged")
        .isTrue();
    for (var canary : CANARIES) {
      assertThat(lines(log, canary)).as("log lines with " + canary).isEmpty();
      assertThat(texts).noneMatch(it -> canary.matcher(it).find());
    }
    assertThat(lines(log, Pattern.compile(Pattern.quote(key)))).isEmpty();
    assertThat(lines(log, Pattern.compile("sk_test_wrong"))).isEmpty();
    assertThat(texts).noneMatch(it -> it.contains(key) || it.contains("sk_test_wrong"));
  }

  /** The tests that follow in this JVM log as before. */
  @AfterEach
  void logAsBefore() throws JoranException {
    System.clearProperty("canaries.log");
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback-test.xml")));
  }

  private static String api(URI base, String hostKey) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(base.resolve("/api/v1/workspaces/pinework/integrations"))
                  .header("Authorization", "Bearer " + hostKey)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static boolean inLog(Path log, String text) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.anyMatch(it -> it.contains(text));
    }
  }

  private static List<String> lines(Path log, Pattern canary) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(it -> !it.contains("com.sun.net.httpserver"))
          .filter(it -> canary.matcher(it).find())
          .limit(5)
          .map(it -> it.substring(0, Math.min(200, it.length())))
          .toList();
    }
  }
}
