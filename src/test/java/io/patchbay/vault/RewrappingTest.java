package io.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.database.DatabaseVisit;
import io.patchbay.database.Durability;
import io.patchbay.database.EmbeddedDatabase;
import io.patchbay.database.Migrations;
import io.patchbay.database.Scope;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * T22: the master key is changed while others read, interrupted at twenty points. Each data key is
 * one transaction, so whoever is killed leaves some done and the rest as they were.
 */
class RewrappingTest {
  private static final int OWNERS = Integer.getInteger("rotation.owners", 400);
  private static final int KILLS = 20;

  @TempDir static Path folder;
  private static EmbeddedDatabase server;
  private static DatabaseVisit database;
  private static JdbcClient sql;

  private record Sealed(Vault.Place place, byte[] value, String text) {}

  @BeforeAll
  static void aDatabaseOfItsOwn() {
    server = EmbeddedDatabase.start(folder.resolve("postgres"), Durability.IN_MEMORY);
    Migrations.run(server.reach());
    database = DatabaseVisit.to(server.reach());
    sql = JdbcClient.create(database.app());
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
  }

  @Test
  void nothingIsEverUnreadableWhileTheMasterKeyChanges() throws Exception {
    var file = folder.resolve("master-key.json");
    var one = vault();
    var other = vault();
    var sealed = new ArrayList<Sealed>();
    for (int i = 0; i < OWNERS; i++) {
      sealed.add(seal(one, "secret " + i));
    }
    byte[] session = one.sealFor("session", Secret.of("a session"));
    var former = Files.copy(file, folder.resolve("former.json"));
    long first = MasterKey.read(file).id();

    var added = MasterKey.addTo(file);
    assertThat(added.id()).isNotEqualTo(first);

    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading =
          threads.submit(() -> {
            int read = 0;
            var random = new Random(3);
            while (!over.get() || read < OWNERS) {
              var it = sealed.get(random.nextInt(sealed.size()));
              var fresh = vault(); // as a node that has just started
              assertThat(open(random.nextBoolean() ? other : fresh, it)).isEqualTo(it.text());
              read++;
            }
            return read;
          });
      var random = new Random(7);
      for (int kill = 0; kill < KILLS; kill++) {
        var node = vault();
        long newest = node.useNewestKey();
        for (int i = random.nextInt(OWNERS / KILLS); i >= 0; i--) {
          var owner = sealed.get(random.nextInt(OWNERS)).place().owner();
          database.within(Scope.of(owner), () -> node.rewrap(owner, newest));
        }
      }
      sealed.add(seal(other, "made meanwhile by a node that has not looked yet"));
      var engine = JdbcClient.create(database.engine());
      new Rewrapping(engine, database.tenancy(), vault()).rewrapAll();
      new Rewrapping(engine, database.tenancy(), other).rewrapAll();
      over.set(true);
      assertThat(reading.get()).isGreaterThanOrEqualTo(OWNERS);
    }

    assertThat(KeysCommand.left(MasterKey.read(file), database)).isZero();
    MasterKey.retireFormer(file);
    var after = vault();
    for (var it : sealed) {
      assertThat(open(after, it)).isEqualTo(it.text());
      assertThat(open(other, it)).isEqualTo(it.text());
    }
    assertThat(after.openFor("session", session)).isEqualTo(Secret.of("a session"));
    assertThatExceptionOfType(MasterKey.NotStarted.class)
        .as("the former key opens nothing any more")
        .isThrownBy(() -> new SealedVault(MasterKey.read(former), sql));
    System.out.printf(
        "T22: rotation of %d owners interrupted %d times while others read: 0 unreadable%n",
        OWNERS, KILLS);
  }

  @Test
  void aKeyOfPlainBytesCanBeChangedToo() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("plain.key"),
            java.util.Base64.getEncoder().encodeToString(new byte[32]));
    assertThat(MasterKey.read(file).id()).isOne();
    var added = MasterKey.addTo(file);
    assertThat(added.size()).isEqualTo(2);
    assertThat(MasterKey.retireFormer(file).size()).isOne();
    assertThat(MasterKey.read(file).id()).isEqualTo(added.id());
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static SealedVault vault() {
    return new SealedVault(
        MasterKey.at(new VaultSettings(new VaultSettings.MasterKeyFile(""), folder, true)), sql);
  }

  private static Sealed seal(SealedVault vault, String text) {
    var owner = new Owner.Person(new PersonId(UUID.randomUUID()));
    var place = new Vault.Place(owner, new ConnectionId(UUID.randomUUID()), "credential", 1);
    var value = database.within(Scope.of(owner), () -> vault.seal(place, Secret.of(text)));
    return new Sealed(place, value, text);
  }

  private static String open(SealedVault vault, Sealed sealed) {
    return database
        .within(Scope.of(sealed.place().owner()), () -> vault.open(sealed.place(), sealed.value()))
        .reveal(it -> it);
  }
}
