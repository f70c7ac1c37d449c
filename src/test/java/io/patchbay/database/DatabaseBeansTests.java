package io.patchbay.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
    classes = {DatabaseBeans.class, Tenancy.class},
    webEnvironment = WebEnvironment.NONE)
class DatabaseBeansTests {
  @Autowired JdbcClient app;

  @Autowired
  @Qualifier("engine") JdbcClient engine;

  @Test
  void theAppAndTheEngineSignInAsThemselves() {
    assertThat(user(app)).isEqualTo("patchbay_app");
    assertThat(user(engine)).isEqualTo("patchbay_engine");
  }

  private static String user(JdbcClient sql) {
    return sql.sql("select current_user").query(String.class).single();
  }
}
