package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.patchbay.testing.Database;
import io.patchbay.testing.PretendProvider.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingSupplier;

/**
 * T5 and T13: what a provider may say to a renewal or a check, and "later" in every form, through
 * the real engine and the real door, on a clock that is ticked.
 */
class FaultsTest extends UnderFaults {
  @Autowired HikariDataSource connectionsOfTheApp;

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

  /**
   * T3's other half: the provider spent the old token, and nobody dies, but nothing can be kept.
   */
  @Test
  void aTokenThatWasGrantedWaitsForADatabaseThatIsBusy() throws SQLException {
    var account = expired();
    PROVIDER.token = FaultyProvider.granted("r-1", "3600");
    var held = new ArrayList<Connection>();
    for (int i = 0; i < connectionsOfTheApp.getMaximumPoolSize() - 1; i++) {
      held.add(connectionsOfTheApp.getConnection());
    }
    var last = new CompletableFuture<Connection>();
    PROVIDER.meanwhile =
        () -> last.completeAsync(ThrowingSupplier.of(connectionsOfTheApp::getConnection)).join();
    var freed =
        last.thenAcceptAsync(
            it -> {
              held.add(it);
              held.forEach(ThrowingConsumer.of(Connection::close));
            },
            CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));

    assertThat(works(account)).isTrue();
    freed.join();
    assertThat(PROVIDER.tokenCalls()).containsExactly("r-0");
    assertThat(works(account)).isTrue();
    assertThat(PROVIDER.tokenCalls()).as("it was kept").containsExactly("r-0");
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
    // A date counts from the answer's own date, which is the real one; up to a minute may pass.
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
              Duration.ofMinutes(19)));
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
