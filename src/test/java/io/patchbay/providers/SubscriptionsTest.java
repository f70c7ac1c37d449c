package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.egress.Doorway;
import io.patchbay.testing.PretendProvider;
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.vault.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Webhooks that are set up by request, in both ways that providers have with the secret. */
class SubscriptionsTest {
  private static final String ADDRESS = "https://patchbay.example/hooks/told/abc";
  private static final Credential CREDENTIAL =
      new Credential(Map.of("access", Secret.of("token-1")));
  private static final CurrentCatalog CATALOG = catalog();

  private final PretendProvider peer = new PretendProvider();
  private final Doorway door = new Doorway(peer.port(), Duration.ofSeconds(20));
  private final Subscriptions subscriptions =
      new Subscriptions(
          door,
          name ->
              new ProviderApp(
                  PretendProvider.CLIENT_ID,
                  null,
                  null,
                  Map.of("provider.example", peer.base()),
                  false));

  @AfterEach
  void close() {
    door.close();
    peer.close();
  }

  @Test
  void aProviderTellsItsSecretOnce() {
    peer.answers("/webhooks", Answer.json(200, "{\"id\":\"we_1\",\"secret\":\"whsec_told\"}"));

    var made = subscriptions.create(entry("told"), CREDENTIAL, ADDRESS, Secret.of("unused"));

    assertThat(made).isEqualTo(new Subscriptions.Made("we_1", Secret.of("whsec_told")));
    assertThat(peer.last().body())
        .isEqualTo(
            "url=https%3A%2F%2Fpatchbay.example%2Fhooks%2Ftold%2Fabc&enabled_events%5B%5D=%2A");
    assertThat(peer.last().headers()).containsEntry("authorization", "Bearer token-1");
  }

  @Test
  void aProviderTakesOurSecret() {
    peer.answers("/repos/octo/anchor/hooks", Answer.json(201, "{\"id\":12345678}"));

    var made = subscriptions.create(entry("ours"), CREDENTIAL, ADDRESS, Secret.of("made-here"));

    assertThat(made).isEqualTo(new Subscriptions.Made("12345678", Secret.of("made-here")));
    assertThat(peer.last().body())
        .contains("\"url\":\"" + ADDRESS + "\"")
        .contains("\"secret\":\"made-here\"");
  }

  @Test
  void whatIsThereIsFoundByItsAddressOnAnyPage() {
    peer.answers(
            "/webhooks",
            Answer.json(
                200,
                "{\"data\":[{\"id\":\"we_1\",\"url\":\"https://other.example/\"},{\"id\":\"we_2\",\"url\":\"https://other.example/2\"}]}"))
        .answers(
            "/webhooks",
            Answer.json(200, "{\"data\":[{\"id\":\"we_3\",\"url\":\"" + ADDRESS + "\"}]}"));

    assertThat(subscriptions.at(entry("told"), CREDENTIAL, ADDRESS))
        .isEqualTo(new Subscriptions.Found(List.of("we_3")));
    assertThat(peer.last().query()).isEqualTo("limit=100&starting_after=we_2");
  }

  @Test
  void aListThatIsTheWholeAnswerIsReadToo() {
    peer.answers(
        "/repos/octo/anchor/hooks",
        Answer.json(200, "[{\"id\":7,\"config\":{\"url\":\"" + ADDRESS + "\"}}]"));

    assertThat(subscriptions.at(entry("ours"), CREDENTIAL, ADDRESS))
        .isEqualTo(new Subscriptions.Found(List.of("7")));
  }

  @Test
  void aRefusalIsNamedByWhatMendsIt() {
    peer.answers("/webhooks", Answer.json(403, "{}"))
        .answers("/webhooks", Answer.json(400, "{}"))
        .answers("/webhooks", Answer.json(503, "{}"))
        .answers("/webhooks", Answer.json(200, "{\"id\":\"we_1\"}"));
    var entry = entry("told");

    assertThat(bucket(entry)).isEqualTo(Failure.MISSING_PERMISSION);
    assertThat(bucket(entry)).isEqualTo(Failure.APP_MISCONFIGURED);
    assertThat(bucket(entry)).isEqualTo(Failure.PROVIDER_OUTAGE);
    // Made, but its secret was not told: nothing could ever be verified.
    assertThat(bucket(entry)).isEqualTo(Failure.PROVIDER_OUTAGE);
  }

  private Failure bucket(Integration entry) {
    var created = subscriptions.create(entry, CREDENTIAL, ADDRESS, Secret.of("s"));
    assertThat(created).isInstanceOf(Subscriptions.Failed.class);
    return ((Subscriptions.Failed) created).bucket();
  }

  @Test
  void whatIsGoneAlreadyIsDeleted() {
    peer.answers("/webhooks/we_1", Answer.json(200, "{\"deleted\":true}"))
        .answers("/webhooks/we_1", Answer.json(404, "{}"))
        .answers("/webhooks/we_1", Answer.json(500, "{}"));

    assertThat(subscriptions.delete(entry("told"), CREDENTIAL, "we_1")).isEmpty();
    assertThat(peer.last().method()).isEqualTo("DELETE");
    assertThat(subscriptions.delete(entry("told"), CREDENTIAL, "we_1")).isEmpty();
    assertThat(subscriptions.delete(entry("told"), CREDENTIAL, "we_1")).isPresent();
  }

  private static CurrentCatalog catalog() {
    var context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of("patchbay.catalog", "src/test/resources/catalog/good_subscriptions")));
    context.scan("io.patchbay.catalog");
    context.refresh();
    return context.getBean(CurrentCatalog.class);
  }

  private static Integration entry(String slug) {
    return CATALOG.get().find(slug).orElseThrow();
  }
}
