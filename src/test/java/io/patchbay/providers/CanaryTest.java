package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.patchbay.egress.Doorway;
import io.patchbay.testing.LogLines;
import io.patchbay.testing.PretendProvider;
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Plants secrets everywhere and looks for them in every log line at TRACE. */
class CanaryTest {
  private static final String CANARY = "canary7f3a";
  private static final Secret VERIFIER =
      Secret.of(CANARY + "-verifier-of-the-length-that-rfc-7636-asks-for-0123");

  private final LogLines lines = new LogLines();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(before);
    root.detachAppender(lines);
  }

  @Test
  void noSecretIsLoggedWhateverHappens() {
    try (var peer = new PretendProvider(CANARY);
        var door = new Doorway(peer.port(), Duration.ofSeconds(30));
        var impatient = new Doorway(peer.port(), Duration.ofSeconds(3))) {
      var app =
          new ProviderApp(
              PretendProvider.CLIENT_ID,
              Secret.of(PretendProvider.CLIENT_SECRET),
              null,
              Map.of("provider.example", peer.base()),
              false);
      var provider = new CatalogProvider(door, name -> app, Instant::now);
      var entry = Entry.oauth();
      var consent =
          peer.consent(
              provider.authorization(
                  entry,
                  new Provider.Authorization(
                      PretendProvider.REDIRECT, CANARY + "-state", VERIFIER, Set.of("read")),
                  Map.of()));
      var code = String.valueOf(consent.get("code"));
      var granted =
          (TokenResult.Granted)
              provider.exchange(entry, code, VERIFIER, PretendProvider.REDIRECT, Map.of());
      var credential =
          ((TokenResult.Granted) provider.refresh(entry, granted.credential())).credential();
      provider.check(entry, credential);
      provider.resources(entry, "things", credential, null, null);
      var query =
          new io.patchbay.catalog.Auth.ApiKey(
              List.of(), new io.patchbay.catalog.Auth.Send(null, "key", "{access}"), null);
      provider.check(Entry.with(query), credential);
      for (var path : List.of("/token", "/me", "/revoke")) {
        peer.answers(path, Answer.json(500, "{\"error\":\"" + CANARY + " in a sentence\"}"));
        peer.answers(path, Answer.json(400, "<html>" + CANARY));
        peer.answers(path, new Answer(302, Map.of("Location", "https://x.example/?" + CANARY), ""));
      }
      for (int i = 0; i < 4; i++) {
        provider.refresh(entry, credential);
        provider.check(entry, credential);
        provider.revoke(entry, credential);
      }
      peer.staysSilent("/me");
      new CatalogProvider(impatient, name -> app, Instant::now).check(entry, credential);
      root.info("{} {} {}", granted, credential, app);

      assertThat(peer.seen().toString()).contains(CANARY, "client_secret=s3cret");
    }
    assertThat(lines.soFar())
        .extracting(CanaryTest::text)
        .as("the door itself speaks")
        .anyMatch(it -> it.contains("GET 127.0.0.1/things 200 in"));
    // the pretend provider's own server speaks of what it was asked; it is not ours
    assertThat(lines.soFar())
        .extracting(CanaryTest::text)
        .filteredOn(it -> !it.startsWith("com.sun.net.httpserver "))
        .noneMatch(it -> it.contains(CANARY) || it.contains("s3cret"));
  }

  private static String text(ILoggingEvent line) {
    return line.getLoggerName()
        + " "
        + line.getFormattedMessage()
        + (line.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(line.getThrowableProxy()));
  }
}
