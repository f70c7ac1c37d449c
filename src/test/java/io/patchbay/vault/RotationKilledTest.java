package io.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.Reach;
import io.patchbay.database.Scope;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.testing.Database;
import io.patchbay.testing.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * T22 in full: the program changes the master key of many data keys, is ended by {@code kill -9} in
 * the middle, and goes on at its next start, while others read. What {@link RewrappingTest} does
 * within one JVM at each bin/test is this in short; bin/soak runs it.
 */
@Tag("soak")
class RotationKilledTest {
  private static final int OWNERS = Integer.getInteger("rotation.owners", 400);
  private static final int KILLS = Integer.getInteger("rotation.kills", 20);
  private static final Reach REACH = Database.another("rotation_killed");
  private static final DatabaseVisit DATABASE = DatabaseVisit.to(REACH);
  private static final JdbcClient SQL = JdbcClient.create(DATABASE.app());

  @TempDir static Path folder;

  private record Sealed(Vault.Place place, byte[] value, String text) {}

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void everySecretOpensHoweverOftenTheProgramDies() throws Exception {
    var before = vault();
    var sealed = IntStream.range(0, OWNERS).mapToObj(n -> seal(before, "secret " + n)).toList();
    var file = folder.resolve("master-key.json");
    long newest = MasterKey.addTo(file).id();

    var over = new AtomicBoolean();
    int read;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading =
          threads.submit(() -> {
            int opened = 0;
            for (var random = new Random(3); !over.get(); opened++) {
              var it = sealed.get(random.nextInt(OWNERS));
              assertThat(open(random.nextInt(100) > 0 ? before : vault(), it)).isEqualTo(it.text());
            }
            return opened;
          });
      try {
        for (int kill = 1; kill <= KILLS; kill++) {
          var node = Program.ofTheseClasses(folder, settings());
          until(newest, OWNERS * kill / (KILLS + 1));
          node.kill();
          assertThat(rewrapped(newest)).as("the kill came in the middle").isLessThan(OWNERS);
        }
        try (var _ = Program.ofTheseClasses(folder, settings())) {
          until(newest, OWNERS);
        }
      } finally {
        over.set(true);
      }
      read = reading.get();
    }

    assertThat(read).isPositive();
    MasterKey.retireFormer(file);
    var after = vault();
    for (var it : sealed) {
      assertThat(open(after, it)).isEqualTo(it.text());
    }
    System.out.printf(
        "T22: rotation of %,d owners under %d kills -9, %,d reads meanwhile: 0 unreadable%n",
        OWNERS, KILLS, read);
  }

  private static List<String> settings() {
    var owner = Objects.requireNonNull(REACH.owner());
    return List.of(
        "--server.port=0",
        "--patchbay.empty=true",
        "--patchbay.database.url=" + REACH.url(),
        "--patchbay.database.user=" + REACH.app().user(),
        "--patchbay.database.password=" + REACH.app().password(),
        "--patchbay.database.engine.user=" + REACH.engine().user(),
        "--patchbay.database.engine.password=" + REACH.engine().password(),
        "--patchbay.database.owner.user=" + owner.user(),
        "--patchbay.database.owner.password=" + owner.password(),
        // who died is noticed sooner than in a minute
        "--db-scheduler.polling-interval=250ms",
        "--db-scheduler.heartbeat-interval=1s",
        "--db-scheduler.missed-heartbeats-limit=4");
  }

  private static void until(long newest, int many) {
    while (rewrapped(newest) < many) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static int rewrapped(long newest) {
    return JdbcClient.create(DATABASE.engine())
        .sql("select count(*) from data_keys where owner_kind = 'person' and master_key = ?")
        .param(newest)
        .query(Integer.class)
        .single();
  }

  private static SealedVault vault() {
    return new SealedVault(
        MasterKey.at(new VaultSettings(new VaultSettings.MasterKeyFile(""), folder, true)), SQL);
  }

  private static Sealed seal(SealedVault vault, String text) {
    var owner = new Owner.Person(new PersonId(UUID.randomUUID()));
    var place = new Vault.Place(owner, new ConnectionId(UUID.randomUUID()), "credential", 1);
    var value = DATABASE.within(Scope.of(owner), () -> vault.seal(place, Secret.of(text)));
    return new Sealed(place, value, text);
  }

  private static String open(SealedVault vault, Sealed sealed) {
    return DATABASE
        .within(Scope.of(sealed.place().owner()), () -> vault.open(sealed.place(), sealed.value()))
        .reveal(it -> it);
  }
}
