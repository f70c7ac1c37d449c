package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Database;
import org.junit.jupiter.api.Test;

class RowLevelSecurityTests {
  @Test
  void noScopeShowsNoRow() {
    Database.member(Database.workspace(), "Ada", "admin");
    assertThat(
            org.springframework.jdbc.core.simple.JdbcClient.create(Database.app())
                .sql("select count(*) from workspaces")
                .query(Long.class)
                .single())
        .isZero();
  }
}
