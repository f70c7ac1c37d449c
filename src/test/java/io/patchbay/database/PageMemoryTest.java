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
    assertThat(PageMemory.setting(0, 64 * GIBIBYTE)).isEqualTo("128MB");
    assertThat(PageMemory.setting(2 * GIBIBYTE, 64 * GIBIBYTE)).isEqualTo("3072MB");
    assertThat(PageMemory.setting(2 * GIBIBYTE, 4 * GIBIBYTE)).isEqualTo("1024MB");
    assertThat(PageMemory.setting(90 * GIBIBYTE, 64 * GIBIBYTE)).isEqualTo("4096MB");
    assertThat(PageMemory.setting(2 * GIBIBYTE, GIBIBYTE / 4)).isEqualTo("128MB");
  }

  @Test
  void theDataOfAllDatabasesIsCounted(@TempDir Path cluster) throws Exception {
    var database = Files.createDirectories(cluster.resolve("base/5"));
    try (var table = new RandomAccessFile(database.resolve("16384").toFile(), "rw")) {
      table.setLength(GIBIBYTE / 8); // without taking the room
    }
    assertThat(PageMemory.of(cluster)).isEqualTo("192MB");
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
