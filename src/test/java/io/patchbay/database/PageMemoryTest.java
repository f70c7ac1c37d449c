package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import org.junit.jupiter.api.Test;

class PageMemoryTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void aQuarterOfTheMachineBetweenTheDefaultAndAGigabyte() {
    assertThat(PageMemory.quarterOf(GIBIBYTE / 4)).isEqualTo("128MB");
    assertThat(PageMemory.quarterOf(2 * GIBIBYTE)).isEqualTo("512MB");
    assertThat(PageMemory.quarterOf(64 * GIBIBYTE)).isEqualTo("1024MB");
  }

  @Test
  void postgresHasIt() {
    assertThat(
            Database.asSuperuser()
                    .sql(
                        "select setting::bigint * 8 / 1024 from pg_settings where name = 'shared_buffers'")
                    .query(Long.class)
                    .single()
                + "MB")
        .isEqualTo(PageMemory.setting());
  }
}
