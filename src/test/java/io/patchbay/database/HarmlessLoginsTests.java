package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.testing.Database;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With which logins the program refuses to serve. */
class HarmlessLoginsTests {
  private final Reach reach = Database.reach();
  private final Login owner = Objects.requireNonNull(reach.owner());

  @Test
  void theTwoPlainLoginsServe() {
    assertThatCode(() -> serve(reach)).doesNotThrowAnyException();
  }

  @Test
  void aSuperuserDoesNot() {
    Login superuser = role("superuser");
    assertThatThrownBy(() -> serve(with(superuser, reach.engine())))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessage(
            "patchbay.database.user '%s' is a superuser, whom row-level security does not bind: use a role with NOSUPERUSER.",
            superuser.user());
    assertThatThrownBy(() -> serve(with(reach.app(), superuser)))
        .hasMessageStartingWith("patchbay.database.engine.user '%s' is a superuser", superuser);
  }

  @Test
  void aRoleThatBypassesRowLevelSecurityDoesNot() {
    Login bypassing = role("bypassrls");
    assertThatThrownBy(() -> serve(with(bypassing, reach.engine())))
        .hasMessageContaining("may bypass row-level security: alter the role to NOBYPASSRLS");
  }

  @Test
  void aMemberOfARoleThatBypassesRowLevelSecurityDoesNot() {
    Login bypassing = role("bypassrls");
    Login member = role("in role " + bypassing.quoted());
    assertThatThrownBy(() -> serve(with(member, reach.engine())))
        .hasMessageContaining("may bypass row-level security");
  }

  @Test
  void theOwnerOfTheTablesDoesNot() {
    assertThatThrownBy(() -> serve(with(owner, reach.engine())))
        .hasMessageStartingWith("patchbay.database.user 'patchbay_owner' owns table");
  }

  @Test
  void aMemberOfTheOwnerDoesNot() {
    Login member = role("in role " + owner.quoted());
    assertThatThrownBy(() -> serve(with(reach.app(), member)))
        .hasMessageContaining("is a member of its owner");
  }

  @Test
  void oneLoginForBothDoesNot() {
    assertThatThrownBy(() -> serve(with(reach.app(), reach.app())))
        .hasMessage(
            "The app and the engine both sign in as 'patchbay_app': give each a role of its own.");
  }

  @Test
  void aWrongPasswordIsSaidPlainly() {
    assertThatThrownBy(() -> serve(with(new Login("patchbay_app", "wrong"), reach.engine())))
        .isInstanceOf(DatabaseRefused.class)
        .hasMessageContaining("password authentication failed");
  }

  private static void serve(Reach reach) {
    OpenDatabase.open(new DatabaseSettings(Path.of("nothing-of-ours"), reach)).close();
  }

  private Reach with(Login app, Login engine) {
    return new Reach(reach.url(), app, engine, owner);
  }

  private Login role(String attributes) {
    var login = new Login("role-" + UUID.randomUUID(), "a password");
    Database.asSuperuser()
        .sql(
            "create role %s login password '%s' %s"
                .formatted(login.quoted(), login.password(), attributes))
        .update();
    Database.asSuperuser().sql("grant connect on database patchbay to " + login.quoted()).update();
    return login;
  }
}
