package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.testing.Database;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a node does that was given no owner to migrate with. */
class MigrationsTests {
  private final Reach reach = Database.reach();

  @Test
  void tablesOfThisVersionServe() {
    assertThatCode(() -> Migrations.run(withoutOwner(reach.url()))).doesNotThrowAnyException();
  }

  @Test
  void tablesOfAnotherVersionAreRefused() {
    Database.asSuperuser().sql("create database empty_one owner patchbay_owner").update();
    String empty = reach.url().replaceFirst("/patchbay\\b", "/empty_one");
    assertThatThrownBy(() -> Migrations.run(withoutOwner(empty)))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessageContaining("lack version 1 (people and workspaces)")
        .hasMessageContaining("patchbay.database.owner.user");
  }

  @Test
  void anOwnerMigratesFromNothing() {
    Database.asSuperuser().sql("create database another_one owner patchbay_owner").update();
    String empty = reach.url().replaceFirst("/patchbay\\b", "/another_one");
    Login owner = Objects.requireNonNull(reach.owner());
    Migrations.run(new Reach(empty, reach.app(), reach.engine(), owner));
    assertThatCode(() -> Migrations.run(withoutOwner(empty))).doesNotThrowAnyException();
  }

  private Reach withoutOwner(String url) {
    return new Reach(url, reach.app(), reach.engine(), null);
  }
}
