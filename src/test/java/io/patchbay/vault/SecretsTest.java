package io.patchbay.vault;

import static io.patchbay.vault.Vaults.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.vault.Secrets.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Instant TOMORROW = Instant.parse("2030-01-02T00:00:00Z");

  private Owner owner = Vaults.workspace();
  private ConnectionId connection = Vaults.connection(owner);

  @BeforeEach
  void somethingIsKept() {
    assertThat(put("first", null)).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsFound() {
    assertThat(put("second", TOMORROW)).isEqualTo(2);

    var stored = find().orElseThrow();
    assertThat(stored.secret()).isEqualTo(Secret.of("second"));
    assertThat(stored.generation()).isEqualTo(2);
    assertThat(stored.expiresAt()).isEqualTo(TOMORROW);
    assertThat(stored.lastFour()).isEqualTo("4242");
    assertThat(stored.attemptAt()).isNull();
  }

  @Test
  void aPersonsSecretIsKeptTheSameWay() {
    owner = Vaults.person();
    connection = Vaults.connection(owner);

    put("mine", null);

    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("mine"));
  }

  @Test
  void anotherOwnerFindsNothing() {
    var other = Vaults.workspace();

    assertThat(findAs(other)).isEmpty();
    assertThat(leaseAs(other)).isEmpty();
  }

  @Test
  void erasedIsGone() {
    within(
        owner,
        secrets -> {
          secrets.erase(owner, connection);
          return true;
        });

    assertThat(find()).isEmpty();
    assertThat(lease()).isEmpty();
  }

  @Test
  void manyWritersEachMakeOneGeneration() throws Exception {
    Callable<Long> write = () -> put("again", null);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var written : threads.invokeAll(Collections.nCopies(20, write))) {
        written.get();
      }
    }
    assertThat(find().orElseThrow().generation()).isEqualTo(21);
  }

  @Test
  void aRowPutBackFromAnEarlierGenerationDoesNotOpen() {
    var old =
        within(
            owner, () -> Vaults.SQL.sql("select sealed from secrets").query(byte[].class).single());
    put("second", null);
    within(owner, () -> Vaults.SQL.sql("update secrets set sealed = ?").param(old).update());

    assertThatExceptionOfType(Vault.Unreadable.class).isThrownBy(this::find);
  }

  @Test
  void oneLeaseAtATime() throws Exception {
    Callable<Optional<Lease>> take = this::lease;
    try (var threads = Executors.newFixedThreadPool(8)) {
      int taken = 0;
      for (var lease : threads.invokeAll(Collections.nCopies(20, take))) {
        taken += lease.get().isPresent() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    }
  }

  @Test
  void aLeaseThatRanOutIsTakenByTheNextWhoLearnsOfTheAttempt() {
    var first = lease(Duration.ZERO).orElseThrow();
    var second = lease().orElseThrow();

    assertThat(first.earlierAttemptAt()).isNull();
    assertThat(second.earlierAttemptAt()).isNotNull();
    assertThat(find().orElseThrow().attemptAt()).isNotNull();

    assertThat(release(first)).isFalse();
    assertThat(leaveOpen(first)).isFalse();
    assertThat(commit(second, "renewed")).isTrue();
    assertThat(commit(first, "late")).isFalse();
    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("renewed"));
  }

  /** The provider gave it once: whoever leased meanwhile can only be refused. */
  @Test
  void whatWasBroughtLateIsKeptWhileNothingNewerIsThere() {
    var first = lease(Duration.ZERO).orElseThrow();
    var second = lease().orElseThrow();

    assertThat(commit(first, "late")).isTrue();

    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("late"));
    assertThat(lease()).as("the second holds it still").isEmpty();
    assertThat(release(second)).isTrue();
    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("late"));
    assertThat(lease()).isPresent();
  }

  @Test
  void whoAskedLaterWritesOverWhatWasBroughtLate() {
    var first = lease(Duration.ZERO).orElseThrow();
    var second = lease().orElseThrow();

    assertThat(commit(first, "late")).isTrue();
    assertThat(commit(second, "later still")).isTrue();

    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("later still"));
    assertThat(find().orElseThrow().generation()).isEqualTo(3);
    assertThat(commit(first, "again")).isFalse();
  }

  @Test
  void aRefreshBringsTheNextGenerationAndEndsItsLease() {
    var lease = lease().orElseThrow();

    assertThat(commit(lease, "renewed")).isTrue();

    var stored = find().orElseThrow();
    assertThat(stored.generation()).isEqualTo(2);
    assertThat(stored.expiresAt()).isEqualTo(TOMORROW);
    assertThat(stored.lastFour()).isEqualTo("4242");
    assertThat(stored.attemptAt()).isNull();
    assertThat(commit(lease, "twice")).isFalse();
    assertThat(lease()).isPresent();
  }

  @Test
  void aReconnectDuringARefreshWins() {
    var lease = lease().orElseThrow();

    put("reconnected", null);

    assertThat(commit(lease, "refreshed")).isFalse();
    assertThat(find().orElseThrow().secret()).isEqualTo(Secret.of("reconnected"));
  }

  @Test
  void releasedIsAsIfItNeverBegan() {
    var lease = lease().orElseThrow();

    assertThat(release(lease)).isTrue();

    assertThat(find().orElseThrow().attemptAt()).isNull();
    assertThat(lease().orElseThrow().earlierAttemptAt()).isNull();
  }

  @Test
  void leftOpenIsFreeAndStillWrittenDown() {
    var lease = lease().orElseThrow();

    assertThat(leaveOpen(lease)).isTrue();

    assertThat(lease().orElseThrow().earlierAttemptAt()).isNotNull();
  }

  @Test
  void nothingIsWrittenOutsideATransaction() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Vaults.SECRETS.put(owner, connection, "credential", Secret.of("a"), null, ""));
  }

  private long put(String text, @Nullable Instant expiresAt) {
    return within(
        owner,
        secrets ->
            secrets.put(owner, connection, "credential", Secret.of(text), expiresAt, "4242"));
  }

  private Optional<Secrets.Stored> find() {
    return within(owner, secrets -> secrets.find(owner, connection, "credential"));
  }

  private Optional<Lease> lease() {
    return lease(LONG);
  }

  private Optional<Lease> lease(Duration length) {
    return within(owner, secrets -> secrets.lease(owner, connection, "credential", length));
  }

  private boolean commit(Lease lease, String text) {
    return within(owner, secrets -> secrets.commit(lease, Secret.of(text), TOMORROW));
  }

  private boolean release(Lease lease) {
    return within(owner, secrets -> secrets.release(lease));
  }

  private boolean leaveOpen(Lease lease) {
    return within(owner, secrets -> secrets.leaveOpen(lease));
  }

  private Optional<Secrets.Stored> findAs(Owner other) {
    return within(other, secrets -> secrets.find(owner, connection, "credential"));
  }

  private Optional<Lease> leaseAs(Owner other) {
    return within(other, secrets -> secrets.lease(owner, connection, "credential", LONG));
  }
}
