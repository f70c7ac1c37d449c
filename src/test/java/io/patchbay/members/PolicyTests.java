package io.patchbay.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The table "Who may do what", written down a second time, person by person. */
class PolicyTests {
  private static final List<Member> EVERYBODY =
      List.of(
          member("Ada", Role.ADMIN, false),
          member("Ann", Role.ADMIN, true),
          member("Max", Role.MANAGER, false),
          member("Bea", Role.MANAGER, true),
          member("Mia", Role.MEMBER, false),
          member("Bob", Role.MEMBER, true));

  /** Everybody who may do these, usually and where a billing admin is required. */
  private record Row(Set<Action> actions, Set<String> usually, Set<String> sensitive) {}

  private static final Set<String> ALL = Set.of("Ada", "Ann", "Max", "Bea", "Mia", "Bob");
  private static final Set<String> MANAGERS = Set.of("Ada", "Ann", "Max", "Bea");
  private static final Set<String> ADMINS = Set.of("Ada", "Ann");
  private static final Set<String> ADMINS_AND_BILLING = Set.of("Ada", "Ann", "Bea", "Bob");

  private static final List<Row> TABLE =
      List.of(
          new Row(EnumSet.of(Action.SEE, Action.USE, Action.ASK, Action.CHECK), ALL, ALL),
          new Row(
              EnumSet.of(
                  Action.CONNECT, Action.RECONNECT, Action.FINISH_SETUP, Action.PICK, Action.LABEL),
              MANAGERS,
              ADMINS_AND_BILLING),
          new Row(
              EnumSet.of(Action.ENABLE, Action.DISABLE, Action.DISCONNECT, Action.ROTATE),
              ADMINS,
              ADMINS_AND_BILLING),
          new Row(
              EnumSet.of(
                  Action.SWITCH_BILLING_ADMIN, Action.APPROVE, Action.UNLINK_PERSONAL_SOURCE),
              ADMINS,
              ADMINS));

  @Test
  void everyRoleMayDoWhatTheTableSays() {
    var said = new ArrayList<String>();
    var meant = new ArrayList<String>();
    for (Row row : TABLE) {
      for (Action action : row.actions()) {
        for (Member member : EVERYBODY) {
          String who = action + " by " + member.name();
          meant.add(who + " " + row.usually().contains(member.name()));
          said.add(who + " " + Policy.decide(action, member, false).allowed());
          meant.add(who + ", sensitive " + row.sensitive().contains(member.name()));
          said.add(who + ", sensitive " + Policy.decide(action, member, true).allowed());
        }
      }
    }
    assertThat(said).isEqualTo(meant);
  }

  @Test
  void theTableSpeaksOfEveryAction() {
    var spoken = EnumSet.noneOf(Action.class);
    TABLE.forEach(row -> spoken.addAll(row.actions()));
    assertThat(spoken).isEqualTo(EnumSet.allOf(Action.class));
  }

  @Test
  void aRefusalNamesTheSentenceThatSaysWhomItNeeds() {
    assertThatThrownBy(
            () -> Policy.demand(Action.DISCONNECT, member("Max", Role.MANAGER, false), false))
        .isInstanceOfSatisfying(
            Forbidden.class,
            forbidden ->
                assertThat(forbidden.refusal().key()).isEqualTo("policy.disconnect.admin"));
    assertThat(Policy.decide(Action.CONNECT, member("Max", Role.MANAGER, false), true))
        .isEqualTo(new Decision.Refused(Action.CONNECT, "policy.connect.billing"));
  }

  private static Member member(String name, Role role, boolean billing) {
    return new Member(
        new PersonId(new UUID(0, name.hashCode())),
        new WorkspaceId(new UUID(0, 1)),
        "pinework",
        "Pinework",
        "free",
        name,
        role,
        billing,
        0,
        0);
  }
}
