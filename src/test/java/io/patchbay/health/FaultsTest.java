package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Connections;
import io.patchbay.connections.DueTimes;
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
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.testing.SettableClock;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/**
 * T5 and T13: what a provider may say to a renewal or a check, and "later" in every form, through
 * the real engine and the real door, on a clock that is ticked.
 */
@PatchbayTest
class FaultsTest {
  private static final FaultyProvider PROVIDER = new FaultyProvider();
  private static final SettableClock CLOCK = new SettableClock();

  @TestBean InstantSource clock = CLOCK;
  @Autowired ApplicationContext program;
  @Autowired Tenancy tenancy;
  @Autowired Installs installs;
  @Autowired Connections connections;
  @Autowired Secrets secrets;
  @Autowired DueTimes times;
  @Autowired Checking checking;
  @Autowired LiveCredentials live;
  @Autowired CurrentCatalog catalog;

  private final PersonId ada = Database.person("Ada");

  private record Account(WorkspaceId workspace, ConnectionId id) {
    Owner owner() {
      return new Owner.Workspace(workspace);
    }
  }

  static InstantSource clock() {
    return CLOCK;
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    var at = PROVIDER.base();
    settings.add("patchbay.empty", () -> "true");
    settings.add("patchbay.health.look-every", () -> "10h");
    settings.add("patchbay.egress.timeout", () -> "400ms");
    settings.add("patchbay.egress.per-second", () -> "0");
    settings.add("patchbay.egress.allow", () -> "127.0.0.1:" + PROVIDER.port());
    settings.add("patchbay.providers.google.client-id", () -> "id");
    settings.add("patchbay.providers.google.client-secret", () -> "secret");
    for (var host : List.of("oauth2", "accounts", "www")) {
      var name = host.equals("accounts") ? "accounts.google.com" : host + ".googleapis.com";
      settings.add("patchbay.providers.google.hosts.[" + name + "]", () -> at);
    }
  }

  @AfterAll
  static void theProviderEnds() {
    PROVIDER.close();
  }

  @BeforeEach
  void nothingIsRemembered() {
    PROVIDER.check = FaultyProvider.WELL;
    PROVIDER.tokenCalls().clear();
    PROVIDER.checks().clear();
    Database.asSuperuser()
        .sql(
            "delete from provider_silences; delete from provider_answers; delete from incidents; delete from checks_due")
        .update();
  }

  private Integration entry() {
    return catalog.get().find("google-calendar").orElseThrow();
  }

  /** An account that works, and whose token ended. */
  private Account expired() {
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

  private ConnectionFacts facts(Account of) {
    return tenancy.within(
        Scope.of(of.workspace(), ada), () -> connections.find(of.id()).orElseThrow().facts());
  }

  private boolean works(Account account) {
    return live.find(account.owner(), account.id(), entry()) instanceof LiveCredentials.Ready;
  }

  private void check(Account account) {
    checking.check(account.owner(), account.id());
  }

  /** T5, what passes by itself. */
  @Test
  void nothingThatPassesByItselfAsksAPersonToReconnect() {
    var passing =
        List.of(
            Answer.json(500, "{\"error\":\"invalid_grant\"}"),
            Answer.json(502, "<html>"),
            Answer.json(503, ""),
            Answer.json(429, "{\"error\":\"invalid_grant\"}"),
            new Answer(429, Map.of("Retry-After", "1"), "{}"),
            new Answer(200, Map.of("Content-Type", "text/html"), "<html>Be right back</html>"),
            Answer.json(200, "{}"),
            Answer.json(200, "[]"),
            Answer.json(200, "{\"access_token\":null}"),
            Answer.json(200, "{\"access_token\":{\"a\":1}}"),
            Answer.json(200, "{\"access_token\":\"a\\r\\nX: y\"}"),
            Answer.json(204, ""),
            Answer.json(403, "<html>blocked"),
            Answer.json(400, "{\"error\":\"temporarily_unavailable\"}"),
            FaultyProvider.NOTHING);
    var falseReconnects = new ArrayList<String>();
    int notRecovered = 0;
    for (var answer : passing) {
      var account = expired();
      PROVIDER.token = answer;
      for (int i = 0; i < 3; i++) {
        assertThat(works(account)).as("renewed by %s", answer).isFalse();
        check(account);
        CLOCK.tick(Duration.ofMinutes(6));
      }
      if (facts(account).refusal() != null) {
        falseReconnects.add(answer + " " + facts(account).refusal());
      }
      PROVIDER.token = FaultyProvider.granted("r-1", "3600");
      notRecovered += works(account) ? 0 : 1;
    }
    System.out.printf(
        "T5: %d kinds of answers that pass: %d false 'reconnect', %d that did not recover%n",
        passing.size(), falseReconnects.size(), notRecovered);
    assertThat(falseReconnects).isEmpty();
    assertThat(notRecovered).isZero();
  }

  /** T5, what does not. */
  @Test
  void afterATerminalAnswerNobodyAsksAgain() {
    int most = 0;
    var terminal =
        List.of(
            Answer.json(400, "{\"error\":\"invalid_grant\"}"),
            Answer.json(200, "{\"error\":\"invalid_grant\"}"),
            Answer.json(401, "{\"error\":\"invalid_grant\"}"));
    for (var answer : terminal) {
      var account = expired();
      PROVIDER.token = answer;
      PROVIDER.tokenCalls().clear();
      for (int i = 0; i < 5; i++) {
        assertThat(works(account)).isFalse();
        check(account);
        new ByHand(program).renewAll();
        CLOCK.tick(Duration.ofHours(1));
      }
      most = Math.max(most, PROVIDER.tokenCalls().size());
      assertThat(facts(account).refusal()).as("%s", answer).isNotNull();
    }
    System.out.printf("T5: %d terminal answers: at most %d call each%n", terminal.size(), most);
    assertThat(most).isEqualTo(1);
  }

  /** T5, odd but good answers. */
  @Test
  void anAnswerWithoutARefreshTokenOrWithAnOddLifetimeIsGood() {
    for (var lifetime :
        List.of("", "3600", "\"3600\"", "3599.9", "1e3", "-5", "0", "\"soon\"", "null", "1e99")) {
      var account = expired();
      PROVIDER.tokenCalls().clear();
      PROVIDER.token = FaultyProvider.granted(null, lifetime);
      for (int i = 0; i < 3; i++) {
        assertThat(works(account)).as("lifetime %s", lifetime).isTrue();
      }
      assertThat(PROVIDER.tokenCalls()).as("lifetime %s", lifetime).containsExactly("r-0");
      if (!lifetime.isEmpty() && !lifetime.equals("null")) {
        CLOCK.tick(Duration.ofDays(4_000));
        assertThat(works(account)).isTrue();
        assertThat(PROVIDER.tokenCalls()).as("the old one is kept").containsExactly("r-0", "r-0");
        CLOCK.tick(Duration.ofDays(-4_000));
      }
    }
  }

  private record Later(String said, Duration told) {}

  private static Stream<Later> everyForm() {
    var forms = new ArrayList<Later>();
    Map<String, Duration> seconds =
        Map.of(
            "7", Duration.ofSeconds(7),
            "120", Duration.ofSeconds(120),
            "3600", Duration.ofHours(1),
            "86400", Duration.ofHours(1),
            "99999999999999999999", Duration.ofHours(1));
    seconds.forEach((said, told) -> forms.add(new Later(said, told)));
    // A date counts from the answer's own date, which is the real one; a second may pass.
    Function<String, DateTimeFormatter> form =
        pattern -> DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    for (var pattern :
        List.of(
            "EEE, dd MMM uuuu HH:mm:ss 'GMT'",
            "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
            "EEE MMM ppd HH:mm:ss uuuu")) {
      forms.add(
          new Later(
              form.apply(pattern).format(Instant.now().plusSeconds(1_200)),
              Duration.ofSeconds(1_195)));
      forms.add(
          new Later(
              form.apply(pattern).format(Instant.now().plusSeconds(90_000)), Duration.ofHours(1)));
    }
    return forms.stream();
  }

  /** T13. */
  @Test
  void nobodyIsAskedBeforeTheTimeThatItNamed() {
    int early = 0;
    int late = 0;
    int tried = 0;
    for (var status : List.of(429, 503)) {
      for (var later : everyForm().toList()) {
        var answer = new Answer(status, Map.of("Retry-After", later.said()), "{}");
        early += early(later, answer, false) + early(later, answer, true);
        late += PROVIDER.checks().isEmpty() || PROVIDER.tokenCalls().isEmpty() ? 1 : 0;
        tried += 2;
      }
    }
    System.out.printf(
        "T13: %d checks and renewals told 'later' in %d forms: %d early calls, %d that never came%n",
        tried, everyForm().count(), early, late);
    assertThat(early).isZero();
    assertThat(late).isZero();
  }

  /** Looks every so often until the time has come, and then until it was asked. */
  private int early(Later later, Answer answer, boolean renewal) {
    nothingIsDue();
    var account = expired();
    var calls = renewal ? PROVIDER.tokenCalls() : PROVIDER.checks();
    PROVIDER.token = renewal ? answer : FaultyProvider.granted("r-1", "36000");
    PROVIDER.check = renewal ? FaultyProvider.WELL : answer;
    if (renewal) {
      works(account);
    } else {
      check(account);
    }
    int before = calls.size();
    var step = later.told().dividedBy(4).minusMillis(1);
    for (int i = 0; i < 4; i++) {
      CLOCK.tick(step);
      look();
    }
    int early = calls.size() - before;
    PROVIDER.token = FaultyProvider.granted("r-1", "36000");
    PROVIDER.check = FaultyProvider.WELL;
    for (int i = 0; i < 10 && calls.size() == before; i++) {
      CLOCK.tick(Duration.ofSeconds(30));
      look();
    }
    if (calls.size() == before) {
      calls.clear();
    }
    return early;
  }

  private static void nothingIsDue() {
    Database.asSuperuser()
        .sql("update checks_due set due_at = 'infinity', refresh_at = null")
        .update();
  }

  /** One round; whoever it started is waited for. */
  private void look() {
    var hand = new ByHand(program);
    hand.checkAll();
    hand.renewAll();
    hand.rest();
  }

  /** T13, of a provider in an incident. */
  @Test
  void aProbeComesNotBeforeTheTimeThatWasNamed() {
    PROVIDER.token = FaultyProvider.granted("r-1", "36000");
    PROVIDER.check = new Answer(503, Map.of("Retry-After", "300"), "");
    for (int i = 0; i < 3; i++) {
      check(expired());
    }
    PROVIDER.checks().clear();
    for (int passed = 0; passed < 290; passed += 10) {
      CLOCK.tick(Duration.ofSeconds(10));
      new ByHand(program).probe();
      look();
    }
    assertThat(PROVIDER.checks()).as("within the time that was named").isEmpty();
    PROVIDER.check = FaultyProvider.WELL;
    for (int i = 0; i < 4; i++) {
      CLOCK.tick(Duration.ofSeconds(15));
      new ByHand(program).probe();
    }
    assertThat(PROVIDER.checks()).as("two probes, and it is over").hasSize(2);
    System.out.println("T13: an incident with Retry-After 300: 0 early probes, 2 after it");
  }
}
