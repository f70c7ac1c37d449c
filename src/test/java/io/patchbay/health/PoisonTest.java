package io.patchbay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.database.Columns;
import io.patchbay.database.Scope;
import io.patchbay.providers.CheckResult;
import io.patchbay.providers.Credential;
import io.patchbay.testing.Database;
import io.patchbay.testing.PretendProvider.Answer;
import io.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;

/** T11, the poison: a check that goes wrong in the program itself, beside one that works. */
class PoisonTest extends UnderFaults {
  @AfterEach
  void theDatabaseTakesEverythingAgain() {
    for (String table : List.of("observations", "checks_due")) {
      Database.asSuperuser().sql("drop trigger if exists poison on " + table).update();
    }
  }

  @Test
  void isSetAsideAfterTheFifthTimeAndTheOthersGoOn() {
    var poisoned = expired();
    var sound = expired();
    poison(poisoned);
    dueNow(poisoned);
    PROVIDER.token = FaultyProvider.granted("r-1", "360000");
    int rounds = 0;
    for (; rounds < 40; rounds++) {
      dueNow(sound);
      look();
      CLOCK.tick(Duration.ofMinutes(3));
    }
    int mishaps = mishaps(poisoned);
    System.out.printf(
        "T11: a poison check in %d rounds: went wrong %d times, then set aside%n", rounds, mishaps);
    assertThat(mishaps).isEqualTo(5);
    assertThat(claimedForEver(poisoned)).isTrue();
    assertThat(mishaps(sound)).isZero();
    assertThat(facts(sound).lastOk()).isAfter(CLOCK.instant().minus(Duration.ofMinutes(4)));

    // A start tries it again, and it is as good as any once nothing is wrong with it.
    theDatabaseTakesEverythingAgain();
    program.getBean(DueWork.class).begin();
    look();
    assertThat(mishaps(poisoned)).isZero();
    assertThat(claimedForEver(poisoned)).isFalse();
    assertThat(facts(poisoned).lastOk()).isAfter(CLOCK.instant().minus(Duration.ofMinutes(4)));
  }

  /** While the database is away each round fails; what it had reserved is free for the next. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDatabaseThatIsAwayTakesNoPlaceFromTheRoundsAfterIt() {
    var hand = new ByHand(program);
    var sound = expired();
    nobodyClaims();
    for (int round = 0; round < 10; round++) {
      assertThatThrownBy(hand::checkAll).isInstanceOf(DataAccessException.class);
      assertThatThrownBy(hand::renewAll).isInstanceOf(DataAccessException.class);
    }
    theDatabaseTakesEverythingAgain();
    PROVIDER.token = FaultyProvider.granted("r-1", "360000");
    dueNow(sound);

    look();
    assertThat(facts(sound).lastOk()).isAfter(CLOCK.instant().minus(Duration.ofMinutes(4)));
  }

  /** Who was held by an incident that is over would never be asked again. */
  @Test
  void anIncidentEndsTogetherWithTheWaitingOfWhomItHeldOrNotAtAll() {
    PROVIDER.token = FaultyProvider.granted("r-1", "360000");
    PROVIDER.check = new Answer(503, Map.of(), "");
    for (int i = 0; i < 3; i++) {
      check(expired());
    }
    var held = expired();
    dueNow(held);
    look();
    assertThat(isHeld(held)).isTrue();

    PROVIDER.check = FaultyProvider.WELL;
    nobodyClaims();
    var hand = new ByHand(program);
    int failed = 0;
    for (int i = 0; i < 8 && failed == 0; i++) {
      CLOCK.tick(Duration.ofSeconds(70));
      try {
        hand.probe();
      } catch (DataAccessException away) {
        failed++;
      }
    }
    assertThat(failed).as("its end could not be written").isEqualTo(1);
    assertThat(isHeld(held)).isTrue();

    theDatabaseTakesEverythingAgain();
    for (int i = 0; i < 8 && isHeld(held); i++) {
      CLOCK.tick(Duration.ofSeconds(70));
      hand.probe();
    }
    assertThat(isHeld(held)).isFalse();
  }

  @Test
  void whatIsSaidOfACredentialThatWasReplacedMeanwhileSaysNothing() {
    PROVIDER.token = FaultyProvider.granted("r-1", "360000");
    var account = expired();
    reconnect(account); // with what can't be renewed
    dueNow(account);
    PROVIDER.check = new Answer(401, Map.of(), "{}");
    PROVIDER.beforeAnAnswer =
        () -> {
          PROVIDER.beforeAnAnswer = () -> {};
          reconnect(account);
        };

    check(account);

    assertThat(facts(account).refusal()).isNull();
    assertThat(dueAt(account)).isBefore(CLOCK.instant().plusSeconds(10));
  }

  private void reconnect(Account account) {
    tenancy.within(
        Scope.of(account.workspace(), ada),
        () -> {
          secrets.put(
              account.owner(),
              account.id(),
              "credential",
              new Credential(Map.of("access", Secret.of("a-again"))).asSecret(),
              null,
              "");
          connections.observe(
              entry(),
              account.id(),
              new CheckResult.Answered(
                  new CheckResult.Account("account-1", "Account 1", null), null),
              null);
        });
  }

  private static boolean isHeld(Account account) {
    return yes("select held_by is not null from checks_due where connection_id = ?", account);
  }

  private static Instant dueAt(Account account) {
    return Database.asSuperuser()
        .sql("select due_at from checks_due where connection_id = ?")
        .param(account.id().value())
        .query((row, n) -> Columns.requiredInstant(row, 1))
        .single();
  }

  private static boolean yes(String question, Account account) {
    return Database.asSuperuser()
        .sql(question)
        .param(account.id().value())
        .query(Boolean.class)
        .single();
  }

  private static void nobodyClaims() {
    poison();
    Database.asSuperuser()
        .sql(
            "create trigger poison before update on checks_due for each statement execute function poison()")
        .update();
  }

  private static void poison(Account account) {
    poison();
    Database.asSuperuser()
        .sql(
            "create trigger poison before update on observations for each row when (new.connection_id = '%s') execute function poison()"
                .formatted(account.id()))
        .update();
  }

  private static void poison() {
    Database.asSuperuser()
        .sql(
            """
            create or replace function poison() returns trigger language plpgsql as $$
            begin
              raise exception 'poison';
            end $$
            """)
        .update();
  }

  private static void dueNow(Account account) {
    Database.asSuperuser()
        .sql("update checks_due set due_at = '-infinity' where connection_id = ?")
        .param(account.id().value())
        .update();
  }

  private static int mishaps(Account account) {
    return Database.asSuperuser()
        .sql("select mishaps from checks_due where connection_id = ?")
        .param(account.id().value())
        .query(Integer.class)
        .single();
  }

  private static boolean claimedForEver(Account account) {
    return yes(
        "select coalesce(claimed_until = 'infinity', false) from checks_due where connection_id = ?",
        account);
  }
}
