package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.testing.Database;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The functions through which a scope is entered: what they answer, and the scope they leave. */
class DoorsTests {
  private final String slug = "pinework-" + UUID.randomUUID();
  private final WorkspaceId pinework = Database.workspace(slug);
  private final PersonId ada = Database.member(pinework, "Ada", "admin");
  private final PersonId eve = Database.member(Database.workspace(), "Eve", "admin");

  private int rows;
  private String scope = "never read";

  @Test
  void aMemberEntersTheirWorkspace() {
    enterWorkspace(slug, ada, 1);
    assertThat(rows).isOne();
    assertThat(scope).isEqualTo(pinework + "/" + ada);
  }

  @Test
  void aWorkspaceOfOthersLooksLikeOneThatWasNeverThere() {
    enterWorkspace(slug, eve, 1);
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");

    enterWorkspace("never-there", eve, 1);
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");
  }

  @Test
  void anEndedSessionEntersNothing() {
    enterWorkspace(slug, ada, 2);
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");
  }

  @Test
  void whoLeftEntersNothing() {
    Database.asOwner()
        .sql("update members set left_at = now() where person_id = ?")
        .param(ada.value())
        .update();
    enterWorkspace(slug, ada, 1);
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");
  }

  @Test
  void aPersonEntersTheirOwnRows() {
    enter("select * from enter_as_person(?, ?)", List.of(ada.value(), 1));
    assertThat(rows).isOne();
    assertThat(scope).isEqualTo("/" + ada);

    enter("select * from enter_as_person(?, ?)", List.of(ada.value(), 2));
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");
  }

  @Test
  void theHostEntersWithALivingKeyOnly() {
    byte[] hash = ("hash-" + slug).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Database.asOwner()
        .sql("insert into host_keys (name, hash) values ('host', ?)")
        .param(hash)
        .update();
    enter("select * from enter_workspace_as_host(?, ?)", List.of(slug, hash));
    assertThat(rows).isOne();
    assertThat(scope).isEqualTo(pinework + "/");

    Database.asOwner()
        .sql("update host_keys set ended_at = now() where hash = ?")
        .param(hash)
        .update();
    enter("select * from enter_workspace_as_host(?, ?)", List.of(slug, hash));
    assertThat(rows).isZero();
    assertThat(scope).isEqualTo("/");
  }

  private void enterWorkspace(String slug, PersonId person, int epoch) {
    enter("select * from enter_workspace(?, ?, ?)", List.of(slug, person.value(), epoch));
  }

  private void enter(String door, List<Object> values) {
    rows = 0;
    new OneTrip()
        .ask(
            door,
            values,
            answer -> {
              while (answer.next()) {
                rows++;
              }
            })
        .ask(
            "select coalesce(current_workspace()::text, '') || '/' || coalesce(current_person()::text, '')",
            List.of(),
            answer -> {
              answer.next();
              scope = answer.getString(1);
            })
        .run(Database.app());
  }
}
