package io.patchbay.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a provider that tries once could not deliver, and who brings it in. */
class LostWebhooksJourneysTest {
  private static final WorkspaceId PINEWORK =
      new WorkspaceId(UUID.fromString("019ab000-0000-7000-8000-000000000001"));
  private static final String REPOSITORY = "pinework/amber-anchor";

  @RegisterExtension static final House house = House.empty();

  @Test
  void anEventThatGotLostIsBroughtInWhenWebhooksArriveAgain() {
    var ada = house.signIn("ada");
    Hands.connect(ada, "github", "octo-dev");
    Hands.press(ada);
    ada.getByLabel(REPOSITORY).check();
    Hands.press(ada);
    ada.navigate(house.sandbox().address().toString());
    press(ada, "lost-webhooks:github");
    press(ada, "open-issue");
    assertThat(ada.getByTestId("delivery")).hasText("failed to connect to host");
    house.look(ada, "sandbox-lost-webhook");
    assertThat(told()).isZero();

    house.sandbox().trouble("github", "lost-webhooks", false);
    until(() -> {
      look();
      return told() == 1;
    });
    ada.reload();
    assertThat(ada.getByTestId("delivery").first()).hasText("OK");
  }

  private static void press(Page page, String button) {
    page.getByTestId(button).click();
    page.waitForLoadState();
  }

  /** It is time again to read the list. */
  private static void look() {
    engine().sql("update reconciliations set next_at = now()").update();
  }

  /** Events of the provider that the host app is told of. */
  private static long told() {
    return house
        .bean(Tenancy.class)
        .within(
            Scope.of(PINEWORK),
            () ->
                house
                    .bean(JdbcClient.class)
                    .sql(
                        "select count(*) from events where type = 'provider.event' and integration = 'github'")
                    .query(Long.class)
                    .single());
  }

  private static JdbcClient engine() {
    return house.bean("engineJdbcClient", JdbcClient.class);
  }

  private interface Reached {
    boolean now();
  }

  private static void until(Reached reached) {
    var end = Instant.now().plusSeconds(60);
    while (!reached.now()) {
      assertThat(Instant.now()).as("waited in vain").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
