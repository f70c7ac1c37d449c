package io.patchbay.health;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
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
import io.patchbay.testing.SettableClock;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole program before a {@link FaultyProvider}, on a clock that only ticks move: however long
 * the machine stalls, no time passes. Its rounds are made by hand.
 */
@PatchbayTest
@Import(UnderFaults.Clock.class)
abstract class UnderFaults {
  static final FaultyProvider PROVIDER = new FaultyProvider();
  static final SettableClock CLOCK = SettableClock.stepping();

  @Autowired ApplicationContext program;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired Checking checking;
  @Autowired LiveCredentials live;
  @Autowired CurrentCatalog catalog;

  final PersonId ada = Database.person("Ada");

  record Account(WorkspaceId workspace, ConnectionId id) {
    Owner owner() {
      return new Owner.Workspace(workspace);
    }
  }

  /** Not found by whoever starts the whole program in a test: only who imports it gets it. */
  static class Clock {
    @Bean
    SettableClock settableClock() {
      return CLOCK;
    }
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    var at = PROVIDER.base();
    settings.add("patchbay.empty", () -> "true");
    settings.add("patchbay.health.look-every", () -> "10h");
    settings.add("patchbay.egress.timeout", () -> "20s");
    settings.add("patchbay.egress.per-second", () -> "0");
    settings.add("patchbay.egress.allow", () -> "127.0.0.1:" + PROVIDER.port());
    settings.add("patchbay.providers.google.client-id", () -> "id");
    settings.add("patchbay.providers.google.client-secret", () -> "secret");
    for (var host : List.of("oauth2", "accounts", "www")) {
      var name = host.equals("accounts") ? "accounts.google.com" : host + ".googleapis.com";
      settings.add("patchbay.providers.google.hosts.[" + name + "]", () -> at);
    }
  }

  @BeforeEach
  void nothingIsRemembered() {
    PROVIDER.check = FaultyProvider.WELL;
    PROVIDER.meanwhile = () -> {};
    PROVIDER.tokenCalls().clear();
    PROVIDER.checks().clear();
    Database.asSuperuser()
        .sql(
            "delete from provider_silences; delete from provider_answers; delete from incidents; delete from checks_due")
        .update();
  }

  final Integration entry() {
    return catalog.get().find("google-calendar").orElseThrow();
  }

  /** An account that works, and whose token ended. */
  final Account expired() {
    var workspace = Database.workspace();
    var owner = new Owner.Workspace(workspace);
    var account =
        tenancy.within(
            Scope.of(workspace, ada),
            () -> {
              var install = installs.ensure(workspace, entry(), ada);
              var id = connections.begin(workspace, install, entry(), ada);
              var credential =
                  new Credential(Map.of("access", Secret.of("a-0"), "refresh", Secret.of("r-0")));
              secrets.put(
                  owner,
                  id,
                  "credential",
                  credential.asSecret(),
                  CLOCK.instant().minusSeconds(9),
                  "");
              connections.observe(
                  entry(),
                  id,
                  new CheckResult.Answered(
                      new CheckResult.Account("account-1", "Account 1", null), null),
                  Set.copyOf(entry().scopes().map(it -> it.id()).toList()));
              return id;
            });
    return new Account(workspace, account);
  }

  final ConnectionFacts facts(Account of) {
    return tenancy.within(
        Scope.of(of.workspace(), ada), () -> connections.find(of.id()).orElseThrow().facts());
  }

  final boolean works(Account account) {
    return live.find(account.owner(), account.id(), entry()) instanceof LiveCredentials.Ready;
  }

  final void check(Account account) {
    checking.check(account.owner(), account.id());
  }

  /** One round; whoever it started is waited for. */
  final void look() {
    var hand = new ByHand(program);
    hand.checkAll();
    hand.renewAll();
    hand.rest();
  }
}
