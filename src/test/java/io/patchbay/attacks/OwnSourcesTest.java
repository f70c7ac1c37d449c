package io.patchbay.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Browser;
import io.patchbay.testing.Database;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A member's own source that a workspace uses is renewed by its owner, and by nobody there. */
class OwnSourcesTest {
  private static final Target TARGET = new Target();
  private static final String SETUP = TARGET.home() + "/slack/setup/authorize";
  private static final Browser ADA = Target.signIn("ada");
  private static final Browser MAX = Target.signIn("max");
  private static UUID own;

  @BeforeAll
  static void theOnlySourceIsMaxsOwnAndItsLoginExpired() {
    own = ownSource(TARGET);
  }

  @Test
  void theWizardLeadsItsOwnerToTheirOwnSources() {
    var link = "/account/sources/new/slack?connection=" + own;
    assertThat(MAX.get(SETUP).body()).contains(link).doesNotContain("/authorizations\"");
    assertThat(MAX.get(SETUP + "?connection=" + own).body()).contains(link);
    assertThat(MAX.get(link).statusCode()).isEqualTo(200);
    assertThat(MAX.get(SETUP + "?another=true").body()).contains("/authorizations\"");
  }

  @Test
  void forEverybodyElseTheWizardConnectsAnAccountOfTheWorkspace() {
    assertThat(ADA.get(SETUP).body()).contains("/authorizations\"").doesNotContain(own.toString());
    assertThat(ADA.get(SETUP + "?connection=" + own).statusCode()).isEqualTo(404);
  }

  @Test
  void noAdminIsAskedForWhatOnlyItsOwnerCanDo() {
    var card = ADA.get(TARGET.home()).body();
    assertThat(card)
        .contains("Ask Max to reconnect")
        .doesNotContain("action=\"" + TARGET.home() + "/slack/requests\"");
    var mia = Target.signIn("mia");
    mia.submit(mia.get(TARGET.home()), TARGET.home() + "/slack/requests", Map.of());
    assertThat(
            Database.asSuperuser()
                .sql("select count(*) from access_requests where workspace_id = ?")
                .param(TARGET.workspace.value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void disconnectingAllEndsTheWorkspacesOwnAndTellsWhatIsNotSettled() {
    var target = new Target();
    ownSource(target);
    Database.asSuperuser()
        .sql(
            """
            with keyless as (
              insert into connections (owner_id, owner_kind, integration, install_id, account_id, account_name, connected_by)
              select workspace_id, 'workspace', 'slack', id, 'keyless', 'Keyless', :p from installs where workspace_id = :w
              returning owner_id, id)
            insert into observations (owner_id, connection_id) select owner_id, id from keyless
            """)
        .param("w", target.workspace.value())
        .param("p", Target.person("max").value())
        .update();
    var back = target.callback(ADA, "slack", "acme-labs");
    ADA.get(back.getPath() + "?" + back.getRawQuery());
    var ask = ADA.get(target.home() + "/slack/end?what=disconnect");
    assertThat(ask.body()).contains("All 2 connections to Slack end");
    var ended = ADA.submit(ask, target.home() + "/slack/disconnected", Map.of());
    assertThat(ADA.get(ended.headers().firstValue("Location").orElseThrow()).body())
        .contains("There was no credential left to end at Slack.");
  }

  @Test
  void nobodyRenewsItAsTheWorkspaces() {
    for (var person : new Browser[] {ADA, MAX}) {
      var page = person.get(TARGET.home());
      for (var path : new String[] {"/slack/authorizations", "/slack/credentials"}) {
        var sent = person.submit(page, TARGET.home() + path, Map.of("connection", own.toString()));
        assertThat(sent.statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  /** The secret of its webhooks is its owner's as well. */
  @Test
  void nobodyElseSetsItsWebhookUp() {
    var target = new Target();
    var source = ownSource(target, "stripe");
    var step = target.home() + "/stripe/setup/webhook";
    var hers = ADA.get(step);
    assertThat(hers.statusCode()).isEqualTo(200);
    assertThat(hers.body()).doesNotContain(source.toString());
    for (var path : new String[] {"/secret", "/subscription"}) {
      var form = Map.of("connection", source.toString(), "secret", "whsec_someone_elses");
      assertThat(ADA.submit(hers, step + path, form).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(MAX.get(step).body()).contains(source.toString());
  }

  @Test
  void anAdminUnlinksItAndItStaysItsOwners() {
    var target = new Target();
    var source = ownSource(target, "slack");
    var details = target.home() + "/slack";
    var unlink = details + "/connections/" + source + "/unlink";
    assertThat(ADA.get(details).body())
        .contains(unlink, "stops for everyone in", "The account stays Max’s own.")
        .containsPattern("<strong>Mine</strong> <span class=\"tag\">.*Max</span>");
    var ask = ADA.get(unlink);
    assertThat(ask.body()).contains("The account stays Max’s own, who may link it again.");
    var done = ADA.submit(ask, unlink + "ed", Map.of());
    assertThat(ADA.get(done.headers().firstValue("Location").orElseThrow()).body())
        .contains("Mine is unlinked from", "Unlinked Mine, the source of Max")
        .doesNotContain(unlink);
    assertThat(links(target, source)).isEqualTo("unlinked");
    assertThat(ADA.submit(ask, unlink + "ed", Map.of()).statusCode()).isEqualTo(404);
    assertThat(MAX.get("/account/sources").body()).contains(source.toString());
  }

  @Test
  void itsOwnerTakesItOutOfAWorkspaceAndNobodyElseDoes() {
    var target = new Target();
    var source = ownSource(target, "slack");
    var details = target.home() + "/slack";
    var unlink = details + "/connections/" + source + "/unlink";
    var mia = Target.signIn("mia");
    assertThat(mia.get(details).body()).doesNotContain(unlink);
    assertThat(mia.get(unlink).statusCode()).isEqualTo(403);
    assertThat(mia.submit(mia.get(details), unlink + "ed", Map.of()).statusCode()).isEqualTo(403);
    assertThat(links(target, source)).isEqualTo("linked");
    assertThat(MAX.get(details).body()).contains(unlink, "The account stays yours.");
    MAX.submit(MAX.get(unlink), unlink + "ed", Map.of());
    assertThat(links(target, source)).isEqualTo("unlinked");
  }

  /** What is the workspace's is disconnected, never unlinked. */
  @Test
  void theWorkspacesOwnIsNotUnlinked() {
    var target = new Target();
    var back = target.callback(ADA, "slack", "acme-labs");
    ADA.get(back.getPath() + "?" + back.getRawQuery());
    var connection =
        Database.asSuperuser()
            .sql("select id from connections where owner_id = ?")
            .param(target.workspace.value())
            .query(UUID.class)
            .single();
    var unlink = target.home() + "/slack/connections/" + connection + "/unlink";
    assertThat(ADA.get(unlink).statusCode()).isEqualTo(404);
    var page = ADA.get(target.home());
    assertThat(ADA.submit(page, unlink + "ed", Map.of()).statusCode()).isEqualTo(404);
    // nor is what is linked into another workspace
    var elsewhere = new Target();
    var source = ownSource(elsewhere, "slack");
    unlink = target.home() + "/slack/connections/" + source + "/unlink";
    assertThat(ADA.get(unlink).statusCode()).isEqualTo(404);
    assertThat(ADA.submit(page, unlink + "ed", Map.of()).statusCode()).isEqualTo(404);
    assertThat(links(elsewhere, source)).isEqualTo("linked");
  }

  private static String links(Target target, UUID source) {
    return Database.asSuperuser()
        .sql(
            """
            select case when l.unlinked_at is null then 'linked' else 'unlinked' end
            from personal_links l join connections c on c.id = l.connection_id and c.removed_at is null
            where l.workspace_id = ? and l.connection_id = ?
            """)
        .param(target.workspace.value())
        .param(source)
        .query(String.class)
        .single();
  }

  private static UUID ownSource(Target target) {
    return ownSource(target, "slack");
  }

  private static UUID ownSource(Target target, String integration) {
    return Database.asSuperuser()
        .sql(
            """
            with turned_on as (
              insert into installs (workspace_id, integration, created_by, requires_billing_admin)
              values (:w, :i, :p, false) returning workspace_id, id),
            own as (
              insert into connections (owner_id, owner_kind, integration, account_id, account_name, connected_by)
              values (:p, 'person', :i, :w::text, 'Mine', :p) returning owner_id, id),
            observed as (
              insert into observations (owner_id, connection_id, first_ok_at, last_ok_at, last_attempt_at,
                refused_as, refused_code, refused_since, refused_at)
              select owner_id, id, now(), now(), now(), 'login_expired', 'token_revoked', now(), now() from own),
            linked as (
              insert into personal_links (workspace_id, install_id, person_id, connection_id, linked_by)
              select workspace_id, turned_on.id, owner_id, own.id, :p from turned_on, own)
            select id from own
            """)
        .param("i", integration)
        .param("w", target.workspace.value())
        .param("p", Target.person("max").value())
        .query(UUID.class)
        .single();
  }
}
