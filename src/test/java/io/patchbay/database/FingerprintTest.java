package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables that are as this program leaves them are not looked at again, and all others are. */
class FingerprintTest {
  private final Reach reach = Database.another("fingerprint_" + System.nanoTime());
  private final Login owner = Objects.requireNonNull(reach.owner());
  private final JdbcClient sql = Database.at(reach, owner);

  private Fingerprint ours(String... names) {
    return Fingerprint.ofThisProgram(List.of("db/migration"), List.of(names)).orElseThrow();
  }

  private boolean known() {
    return ours(reach.app().user(), reach.engine().user(), owner.user()).isOn(reach, owner);
  }

  private String kept() {
    return sql.sql("select obj_description('flyway_schema_history'::regclass)")
        .query(String.class)
        .single();
  }

  @Test
  void whatWasMigratedCarriesIt() {
    assertThat(known()).isTrue();
    assertThat(kept()).matches("\\d+ migrations, [0-9a-f]{8}, \\d+ carried out");
    assertThat(ours("other", "names").isOn(reach, owner)).isFalse();
  }

  @Test
  void noHistoryIsNotKnown() {
    sql.sql("drop table flyway_schema_history").update();
    assertThat(known()).isFalse();
  }

  /**
   * As an older program's start leaves it, or a newer one's: Flyway looks, and it is ours again.
   */
  @Test
  void anothersIsLookedAtAndReplaced() {
    sql.sql("comment on table flyway_schema_history is 'another'").update();
    assertThat(known()).isFalse();
    Migrations.run(reach);
    assertThat(known()).isTrue();
  }

  @Test
  void aHistoryOfAnotherLengthIsLookedAt() {
    sql.sql(
            """
            insert into flyway_schema_history (installed_rank, description, type, script, installed_by, execution_time, success)
            select max(installed_rank) + 1, 'by hand', 'SQL', 'R__by_hand.sql', 'somebody', 0, true from flyway_schema_history
            """)
        .update();
    assertThat(known()).isFalse();
  }

  /** Where somebody else owns the history, a start takes longer and is no start refused. */
  @Test
  void whoMayNotNoteItStartsAllTheSame() {
    sql.sql("comment on table flyway_schema_history is 'another'").update();
    ours("any").keep(reach, reach.app());
    assertThat(kept()).isEqualTo("another");
  }

  /** What Flyway would mind is not looked for again: that is what the fingerprint saves. */
  @Test
  void whatIsKnownIsNotLookedAt() {
    sql.sql("update flyway_schema_history set checksum = 1 where version = '1'").update();
    Migrations.run(reach);
    assertThat(known()).isTrue();
  }
}
