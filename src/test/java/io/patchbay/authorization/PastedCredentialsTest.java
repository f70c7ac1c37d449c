package io.patchbay.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionStatus;
import io.patchbay.connections.Connections;
import io.patchbay.connections.Expectations;
import io.patchbay.connections.Reason;
import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.health.Checking;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.providers.Credential;
import io.patchbay.testing.Database;
import io.patchbay.testing.PatchbayTest;
import io.patchbay.testing.PretendProvider;
import io.patchbay.vault.Secrets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * A client of a person's own (RFC 6749 section 4.4) and a user name with a password (RFC 7617),
 * from the form to the check, the renewal and the replacement, at a strict provider.
 */
@PatchbayTest
@TestPropertySource(
    properties = {
      "patchbay.health.look-every=1h",
      "patchbay.catalog=src/test/resources/catalog/keys"
    })
class PastedCredentialsTest {
  private static final PretendProvider PEER = new PretendProvider();

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry settings) {
    settings.add("patchbay.egress.allow", () -> "127.0.0.1:" + PEER.port());
    for (var name : new String[] {"ledgerly", "papermail"}) {
      settings.add("patchbay.providers." + name + ".hosts[provider.example]", PEER::base);
    }
  }

  @Autowired ConnectingByKey keys;
  @Autowired ImportingACredential importing;
  @Autowired Checking checking;
  @Autowired Tenancy tenancy;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired CurrentCatalog catalog;

  private final WorkspaceId oakwood = Database.workspace();
  private final PersonId ada = Database.member(oakwood, "Ada", "admin");
  private final Owner owner = new Owner.Workspace(oakwood);

  private Integration entry(String slug) {
    return catalog.get().find(slug).orElseThrow();
  }

  private ConnectionId kept(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    return ((Outcome.Kept) outcome).connection();
  }

  private Reason reason(String slug, ConnectionId id) {
    var facts = tenancy.within(Scope.of(oakwood), () -> connections.find(id).orElseThrow().facts());
    return ConnectionStatus.at(java.time.Instant.now(), facts, Expectations.of(entry(slug)))
        .reason();
  }

  private Secrets.Stored stored(ConnectionId id) {
    return tenancy.within(
        Scope.of(oakwood), () -> secrets.find(owner, id, "credential").orElseThrow());
  }

  private static Map<String, String> client(String secret) {
    return Map.of("client_id", PretendProvider.CLIENT_ID, "client_secret", secret);
  }

  @Test
  void aClientIsTradedForATokenWhoseAccountAndScopesAreNamed() {
    var id =
        kept(
            keys.connect(
                oakwood, ada, entry("ledgerly"), null, client(PretendProvider.CLIENT_SECRET)));

    assertThat(reason("ledgerly", id)).isEqualTo(Reason.WORKING);
    var facts = tenancy.within(Scope.of(oakwood), () -> connections.find(id).orElseThrow().facts());
    assertThat(facts.account().name()).isEqualTo("ada");
    assertThat(facts.grant()).isNotNull();
    assertThat(stored(id).lastFour()).isEqualTo("igns");
    assertThat(stored(id).expiresAt()).isNotNull();
  }

  @Test
  void aTokenThatEndedIsTradedAgainAndNobodyIsAskedToReconnect() {
    var id =
        kept(
            keys.connect(
                oakwood, ada, entry("ledgerly"), null, client(PretendProvider.CLIENT_SECRET)));
    long before = stored(id).generation();
    PEER.endClientTokens();

    checking.check(owner, id);

    assertThat(reason("ledgerly", id)).isEqualTo(Reason.WORKING);
    assertThat(stored(id).generation()).isEqualTo(before + 1);
    assertThat(Credential.of(stored(id).secret()).part("client_secret")).isPresent();
  }

  @Test
  void aClientThatIsRefusedAtFirstLeavesNothingAndLaterAsksForAnother() {
    assertThat(keys.connect(oakwood, ada, entry("ledgerly"), null, client("wrong")))
        .isInstanceOf(Outcome.NotKept.class);

    var id =
        kept(
            keys.connect(
                oakwood, ada, entry("ledgerly"), null, client(PretendProvider.CLIENT_SECRET)));
    PEER.endClientTokens();
    PEER.answers("/token", PretendProvider.Answer.json(401, "{\"error\":\"invalid_client\"}"));
    checking.check(owner, id);
    assertThat(reason("ledgerly", id)).isEqualTo(Reason.LOGIN_EXPIRED);
  }

  @Test
  void aClientThatNobodyAnswersIsKeptAndTradedLater() {
    PEER.answers("/token", PretendProvider.Answer.json(503, "{}"));
    var id =
        kept(
            keys.connect(
                oakwood, ada, entry("ledgerly"), null, client(PretendProvider.CLIENT_SECRET)));
    assertThat(reason("ledgerly", id)).isEqualTo(Reason.NEVER_CHECKED);

    checking.check(owner, id);
    assertThat(reason("ledgerly", id)).isEqualTo(Reason.WORKING);
  }

  @Test
  void anAccountThatTurnsOutToBeConnectedAlreadyIsNotConnectedTwice() {
    var right = client(PretendProvider.CLIENT_SECRET);
    var first = kept(keys.connect(oakwood, ada, entry("ledgerly"), null, right));
    PEER.answers("/token", PretendProvider.Answer.json(503, "{}"));
    var second = kept(keys.connect(oakwood, ada, entry("ledgerly"), null, right));
    assertThat(second).isNotEqualTo(first);

    checking.check(owner, second);
    assertThat(reason("ledgerly", first)).isEqualTo(Reason.WORKING);
    assertThat(reason("ledgerly", second)).isEqualTo(Reason.WRONG_ACCOUNT);

    tenancy.within(
        Scope.of(oakwood),
        () ->
            connections.remove(connections.find(first).orElseThrow().facts(), ada, "disconnected"));
    checking.check(owner, second);
    assertThat(reason("ledgerly", second)).isEqualTo(Reason.WORKING);
  }

  @Test
  void aClientThatTheHostBringsIsTradedAndCheckedLikeAnyOther() {
    var right = client(PretendProvider.CLIENT_SECRET);
    assertThat(mistakes(right)).isEmpty();
    assertThat(mistakes(Map.of("client_id", "x")))
        .singleElement()
        .asString()
        .contains("client_secret");

    assertThat(importing.bring(oakwood, ada, entry("ledgerly"), null, brought(client("wrong"))))
        .isInstanceOf(Outcome.NotKept.class);
    var id = kept(importing.bring(oakwood, ada, entry("ledgerly"), null, brought(right)));
    assertThat(reason("ledgerly", id)).isEqualTo(Reason.WORKING);
    assertThat(stored(id).expiresAt()).isNotNull();
    PEER.endClientTokens();
    checking.check(owner, id);
    assertThat(reason("ledgerly", id)).isEqualTo(Reason.WORKING);
  }

  private List<String> mistakes(Map<String, String> parts) {
    return ImportingACredential.mistakes(entry("ledgerly"), brought(parts));
  }

  private static ImportingACredential.Brought brought(Map<String, String> parts) {
    return new ImportingACredential.Brought(parts, null, null);
  }

  @Test
  void aPasswordIsCheckedAndReplacedOnlyByOneThatWorks() {
    var right =
        Map.of("user", PretendProvider.CLIENT_ID, "password", PretendProvider.CLIENT_SECRET);
    var wrong = Map.of("user", PretendProvider.CLIENT_ID, "password", "guessed");
    assertThat(keys.connect(oakwood, ada, entry("papermail"), null, wrong))
        .isInstanceOf(Outcome.NotKept.class);

    var id = kept(keys.connect(oakwood, ada, entry("papermail"), null, right));
    assertThat(reason("papermail", id)).isEqualTo(Reason.WORKING);
    var before = stored(id);

    assertThat(keys.rotate(oakwood, ada, entry("papermail"), id, wrong))
        .isInstanceOf(Outcome.NotKept.class);
    assertThat(stored(id).generation()).as("the old one stays").isEqualTo(before.generation());

    kept(keys.rotate(oakwood, ada, entry("papermail"), id, right));
    assertThat(stored(id).generation()).isEqualTo(before.generation() + 1);
    assertThat(stored(id).lastFour()).isEqualTo("igns");
    assertThat(reason("papermail", id)).isEqualTo(Reason.WORKING);
  }
}
