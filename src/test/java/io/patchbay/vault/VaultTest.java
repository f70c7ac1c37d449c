package io.patchbay.vault;

import static io.patchbay.vault.Vaults.VAULT;
import static io.patchbay.vault.Vaults.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.testing.Database;
import io.patchbay.vault.Vault.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class VaultTest {
  private static final String CANARY = "canary-0f3b9a77-do-not-print";

  @Test
  void aSecretOpensWhereItWasSealed() {
    for (Owner owner : List.of(Vaults.workspace(), Vaults.person())) {
      var place = new Place(owner, connection(), "credential", 1);
      var sealed = within(owner, () -> VAULT.seal(place, Secret.of("ünïcode ✓")));

      assertThat(within(owner, () -> VAULT.open(place, sealed))).isEqualTo(Secret.of("ünïcode ✓"));
      assertThat(new String(sealed, java.nio.charset.StandardCharsets.UTF_8))
          .doesNotContain("code");
    }
  }

  @Test
  void aThousandSecretsThatChangedPlacesAllStayShut() {
    var owners = new ArrayList<Owner>();
    for (int i = 0; i < 5; i++) {
      owners.add(Vaults.workspace());
      owners.add(Vaults.person());
    }
    var places = new ArrayList<Place>();
    var sealed = new ArrayList<byte[]>();
    for (int i = 0; i < 1_000; i++) {
      var place =
          new Place(
              owners.get(i % owners.size()),
              connection(),
              i % 3 == 0 ? "webhook" : "credential",
              1 + i % 7);
      places.add(place);
      sealed.add(within(place.owner(), () -> VAULT.seal(place, Secret.of(CANARY))));
    }
    var random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      int other = (i + 1 + random.nextInt(999)) % 1_000;
      refuses(places.get(i), sealed.get(other));
    }
    System.out.println("T22: 1,000 rows that changed places: all refused");
  }

  @Test
  void everyPartOfThePlaceIsBound() {
    var owner = Vaults.workspace();
    var place = new Place(owner, connection(), "credential", 2);
    var sealed = within(owner, () -> VAULT.seal(place, Secret.of(CANARY)));

    refuses(new Place(owner, place.connection(), "credential", 1), sealed);
    refuses(new Place(owner, place.connection(), "credential", 3), sealed);
    refuses(new Place(owner, place.connection(), "webhook", 2), sealed);
    refuses(new Place(owner, connection(), "credential", 2), sealed);
    refuses(new Place(Vaults.workspace(), place.connection(), "credential", 2), sealed);
    assertThat(within(owner, () -> VAULT.open(place, sealed))).isEqualTo(Secret.of(CANARY));
  }

  @Test
  void placesWhoseWordsRunTogetherAreStillTwoPlaces() {
    var owner = Vaults.workspace();
    var connection = connection();

    assertThat(BoundTo.place(new Place(owner, connection, "a", 12)))
        .isNotEqualTo(BoundTo.place(new Place(owner, connection, "a1", 2)));
    assertThat(BoundTo.purpose("a")).isNotEqualTo(BoundTo.keyCheck("a"));
    assertThat(BoundTo.dataKey(owner))
        .isNotEqualTo(BoundTo.dataKey(new Owner.Person(new PersonId(owner.id()))));
  }

  @Test
  void aFlippedBitAnywhereKeepsItShut() {
    var owner = Vaults.workspace();
    var place = new Place(owner, connection(), "credential", 1);
    var sealed = within(owner, () -> VAULT.seal(place, Secret.of(CANARY)));
    for (int i = 0; i < sealed.length; i++) {
      var bent = sealed.clone();
      bent[i] ^= 1;
      refuses(place, bent);
    }
    refuses(place, new byte[0]);
    refuses(place, CANARY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void aDataKeyOfAnotherOwnerDoesNotOpen() {
    var one = Vaults.workspace();
    var two = Vaults.workspace();
    within(one, () -> VAULT.seal(new Place(one, connection(), "credential", 1), Secret.of("a")));
    var stolen =
        within(
            one,
            () -> Vaults.SQL.sql("select wrapped from data_keys").query(byte[].class).single());
    within(
        two,
        () ->
            Vaults.SQL
                .sql("insert into data_keys (owner_id, owner_kind, wrapped) values (?, ?, ?)")
                .params(two.id(), two.kind(), stolen)
                .update());

    refuses(new Place(two, connection(), "credential", 1), new byte[64]);
  }

  @Test
  void aSealedPurposeOpensForThatPurposeAlone() {
    var sealed = VAULT.sealFor("session", Secret.of(CANARY));

    assertThat(VAULT.openFor("session", sealed)).isEqualTo(Secret.of(CANARY));
    assertThatExceptionOfType(Vault.Unreadable.class)
        .isThrownBy(() -> VAULT.openFor("flow", sealed))
        .withMessageNotContaining("canary");
  }

  @Test
  void aKeyThatWasRolledBackIsNotUsedAgain() {
    var owner = Vaults.workspace();
    var place = new Place(owner, connection(), "credential", 1);
    new TransactionTemplate(Database.transactions())
        .executeWithoutResult(status -> {
          within(owner, () -> VAULT.seal(place, Secret.of("lost with its key")));
          status.setRollbackOnly();
        });

    var sealed = within(owner, () -> VAULT.seal(place, Secret.of(CANARY)));

    var afterRestart = new SealedVault(MasterKey.at(Vaults.settings(Vaults.DATA)), Vaults.SQL);
    assertThat(within(owner, () -> afterRestart.open(place, sealed))).isEqualTo(Secret.of(CANARY));
  }

  @Test
  void ownersFirstSecretsAtTheSameTimeShareOneKey() throws Exception {
    var owner = Vaults.workspace();
    var place = new Place(owner, connection(), "credential", 1);
    Callable<byte[]> seal = () -> within(owner, () -> VAULT.seal(place, Secret.of(CANARY)));
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var sealed : threads.invokeAll(java.util.Collections.nCopies(8, seal))) {
        var bytes = sealed.get();
        assertThat(within(owner, () -> VAULT.open(place, bytes))).isEqualTo(Secret.of(CANARY));
      }
    }
  }

  @Test
  void noTextOfASecretIsEverPrinted() {
    var secret = Secret.of(CANARY);
    var stored = new Secrets.Stored(secret, 1, null, "", null);
    assertThat(secret + " " + stored + " " + List.of(secret)).doesNotContain("canary");
  }

  private static void refuses(Place place, byte[] sealed) {
    assertThatExceptionOfType(Vault.Unreadable.class)
        .isThrownBy(() -> within(place.owner(), () -> VAULT.open(place, sealed)))
        .withMessageNotContaining("canary");
  }

  private static ConnectionId connection() {
    return new ConnectionId(UUID.randomUUID());
  }
}
