package io.patchbay.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Connections;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.Installs;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.testing.PretendProvider;
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.testing.SettableClock;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A provider that does not answer while somebody disconnects, and what becomes of the grant. */
@PatchbayTest
@Import(EndingLaterTest.Clock.class)
class EndingLaterTest {
  private static final PretendProvider PEER = new PretendProvider();
  private static final SettableClock CLOCK = new SettableClock();
  private static final JdbcClient ALL = Database.asSuperuser();
  private static final Answer AWAY = Answer.json(503, "");

  static class Clock {
    @Bean
    SettableClock settableClock() {
      return CLOCK;
    }
  }

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry settings) {
    settings.add("patchbay.empty", () -> "true");
    settings.add("patchbay.health.look-every", () -> "10h");
    settings.add("patchbay.egress.allow", () -> "127.0.0.1:" + PEER.port());
    settings.add("patchbay.providers.google.client-id", () -> "id");
    settings.add("patchbay.providers.google.client-secret", () -> "secret");
    settings.add("patchbay.providers.google.hosts.[oauth2.googleapis.com]", PEER::base);
  }

  @Autowired Disconnecting disconnecting;
  @Autowired EndingLater later;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired CurrentCatalog catalog;

  private final WorkspaceId oakwood = Database.workspace();
  private final PersonId ada = Database.member(oakwood, "Ada", "admin");

  @BeforeEach
  void nothingIsDue() {
    ALL.sql("delete from revocations_due").update();
  }

  private Integration entry() {
    return catalog.get().find("google-calendar").orElseThrow();
  }

  private ConnectionId connected() {
    return tenancy.within(
        Scope.of(oakwood, ada),
        () -> {
          var install = installs.ensure(oakwood, entry(), ada);
          var id = connections.begin(oakwood, install, entry(), ada);
          secrets.put(
              new Owner.Workspace(oakwood),
              id,
              "credential",
              new Credential(Map.of("access", Secret.of("a-0"), "refresh", Secret.of("r-0")))
                  .asSecret(),
              null,
              "");
          connections.observe(
              entry(),
              id,
              new CheckResult.Answered(
                  new CheckResult.Account("account-1", "Account 1", null), null),
              null);
          return id;
        });
  }

  /** Ends it while the provider is away. */
  private ConnectionId disconnected() {
    var id = connected();
    PEER.answers("/revoke", AWAY);
    var said = disconnecting.one(oakwood, ada, entry(), id).orElseThrow();
    assertThat(said.details()).containsEntry("revoked", "later");
    return id;
  }

  private List<@Nullable String> fields() {
    return ALL.sql("select field from secrets where owner_id = ?")
        .param(oakwood.value())
        .query(String.class)
        .list();
  }

  private List<@Nullable String> told() {
    return ALL.sql("select what from activity where workspace_id = ? order by at")
        .param(oakwood.value())
        .query(String.class)
        .list();
  }

  private long asked() {
    return PEER.seen().stream().filter(it -> it.path().equals("/revoke")).count();
  }

  @Test
  void whatCouldNotBeEndedIsEndedAsSoonAsTheProviderAnswers() {
    disconnected();
    assertThat(fields()).containsExactly("revoking");

    long before = asked();
    later.work();
    assertThat(asked()).as("it is not its turn yet").isEqualTo(before);

    CLOCK.tick(Duration.ofMinutes(2));
    PEER.answers("/revoke", AWAY);
    later.work();
    assertThat(fields()).containsExactly("revoking");

    CLOCK.tick(Duration.ofHours(1));
    later.work();
    assertThat(PEER.last().body()).isEqualTo("token=r-0");
    assertThat(fields()).isEmpty();
    assertThat(told()).endsWith("disconnected", "grant_ended");
  }

  @Test
  void afterADayItIsErasedAndAPersonIsTold() {
    disconnected();
    CLOCK.tick(Duration.ofHours(25));
    PEER.answers("/revoke", AWAY);
    later.work();
    assertThat(fields()).isEmpty();
    assertThat(told()).endsWith("disconnected", "grant_not_ended");
    assertThat(
            ALL.sql(
                    "select detail ->> 'manage' from activity where workspace_id = ? and what = 'grant_not_ended'")
                .param(oakwood.value())
                .query(String.class)
                .single())
        .endsWith("/connections");
  }

  @Test
  void anAccountThatIsConnectedAgainIsLeftAlone() {
    disconnected();
    connected();
    long before = asked();
    CLOCK.tick(Duration.ofHours(1));
    later.work();
    assertThat(asked()).isEqualTo(before);
    assertThat(fields()).containsExactly("credential");
  }
}
