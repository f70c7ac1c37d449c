package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseDoctorTests {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Reach reach = Database.reach();

  @Test
  void provesWhatIsWell() {
    assertThat(examine(reach)).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "ok    database: PostgreSQL 18",
            "signed in as patchbay_app and patchbay_engine",
            "tables of version");
  }

  @Test
  void saysWhatIsWrong() {
    var unreachable =
        new Reach("jdbc:postgresql://127.0.0.1:1/patchbay", reach.app(), reach.engine(), null);
    assertThat(examine(unreachable)).isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("wrong database:")
        .contains("127.0.0.1:1")
        .doesNotContain(reach.app().password());
  }

  private boolean examine(Reach reach) {
    return DatabaseDoctor.examine(
        new DatabaseSettings(Path.of("target"), reach),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }
}
