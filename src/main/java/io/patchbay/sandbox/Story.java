package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;

/**
 * What Pinework looks like when a newcomer arrives: Ada connected Slack, two Google calendars and
 * Stripe, whose webhook is still open. She does it at the first start, through the pages, as a
 * browser without scripts would; no row is put in by hand.
 */
class Story implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(Story.class);
  private static final String HOME = "/w/pinework/integrations/";

  private final Supplier<URI> base;
  private final Sandbox sandbox;
  private final Path told;
  private final boolean wanted;

  Story(Supplier<URI> base, Sandbox sandbox, Environment settings) {
    this.base = base;
    this.sandbox = sandbox;
    this.told = Path.of(settings.getProperty("patchbay.data", "./data")).resolve("story-told");
    this.wanted =
        settings.getProperty("patchbay.story", boolean.class, true)
            && !settings.getProperty("patchbay.empty", boolean.class, false);
  }

  /**
   * A story that is cut short is told again at the next start: connecting an account twice renews
   * it.
   */
  @Override
  public void run(ApplicationArguments arguments) {
    if (Files.exists(told)) {
      return;
    }
    try {
      if (wanted) {
        tell();
      }
      Files.writeString(
          told, "Pinework's story was told. Delete this file and Patchbay tells it again.\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      log.warn(
          "The demo's story could not be told to its end; what is there works. {}",
          e.getMessage(),
          e);
    }
  }

  private void tell() {
    try (var ada = new StoryBrowser(base.get())) {
      ada.post("/demo/session", Map.of("member", List.of("ada")));
      connect(ada, "slack", "authorize", "pinework", "");
      pick(ada, "slack", "channels", 3);
      ada.post(HOME + "slack/setup/notify", Map.of("events", List.of("new_lead", "deal_won")));
      connect(
          ada, "google-calendar", "authorize", "marketing@pinework.example", "Marketing Calendar");
      pick(ada, "google-calendar", "calendars", 1);
      connect(
          ada,
          "google-calendar",
          "authorize?another=true",
          "support@pinework.example",
          "Support Calendar");
      pick(ada, "google-calendar", "calendars", 1);
      ada.open(HOME + "stripe/setup/connect");
      ada.post(HOME + "stripe/credentials", Map.of("api_key", List.of(sandbox.apiKey("Pinework"))));
      ada.post(HOME + "stripe/setup/events", Map.of("events", List.of("payments", "invoices")));
    }
  }

  private void connect(StoryBrowser ada, String slug, String step, String account, String label) {
    ada.open(HOME + slug + "/setup/" + step);
    var consentPage = ada.submit(HOME + slug + "/authorizations", Map.of());
    ada.open(sandbox.person().allow(consentPage, account));
    if (!label.isEmpty()) {
      ada.post(ada.formAction("/label"), Map.of("label", List.of(label)));
    }
  }

  private static void pick(StoryBrowser ada, String slug, String step, int howMany) {
    ada.open(HOME + slug + "/setup/" + step);
    ada.post(
        ada.formAction("/resources"),
        Map.of(
            "connection",
            ada.values("connection").stream().limit(1).toList(),
            "shown",
            ada.values("shown"),
            "chosen",
            ada.values("chosen").stream().limit(howMany).toList(),
            "go",
            List.of("connect")));
  }
}
