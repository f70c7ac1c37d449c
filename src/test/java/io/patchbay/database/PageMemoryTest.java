package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageMemoryTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void theDataAndHalfOfItUpToAQuarterOfTheMachine() {
    assertThat(PageMemory.settings(0, 64 * GIBIBYTE)).first().isEqualTo("shared_buffers=128MB");
    assertThat(PageMemory.settings(2 * GIBIBYTE, 64 * GIBIBYTE))
        .first()
        .isEqualTo("shared_buffers=3072MB");
    assertThat(PageMemory.settings(2 * GIBIBYTE, 4 * GIBIBYTE))
        .first()
        .isEqualTo("shared_buffers=1024MB");
    assertThat(PageMemory.settings(90 * GIBIBYTE, 64 * GIBIBYTE))
        .first()
        .isEqualTo("shared_buffers=4096MB");
    assertThat(PageMemory.settings(2 * GIBIBYTE, GIBIBYTE / 4))
        .first()
        .isEqualTo("shared_buffers=128MB");
  }

  @Test
  void theDataOfAllDatabasesIsCounted(@TempDir Path cluster) throws Exception {
    var database = Files.createDirectories(cluster.resolve("base/5"));
    try (var table = new RandomAccessFile(database.resolve("16384").toFile(), "rw")) {
      table.setLength(GIBIBYTE / 8); // without taking the room
    }
    assertThat(PageMemory.settings(cluster))
        .containsExactly("shared_buffers=192MB", "shared_preload_libraries=pg_prewarm");
  }

  @Test
  void postgresHasIt() {
    assertThat(
            Database.asSuperuser()
                .sql(
                    "select setting::bigint * 8 / 1024 || 'MB' from pg_settings where name = 'shared_buffers'")
                .query(String.class)
                .single())
        .isEqualTo("128MB");
  }
}
