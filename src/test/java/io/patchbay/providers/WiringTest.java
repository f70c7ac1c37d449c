package io.patchbay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.database.Tenancy;
import io.patchbay.egress.Egress;
import io.patchbay.testing.Database;
import io.patchbay.vault.Secrets;
import io.patchbay.vault.Vault;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The door, the vault and the interpreter as Spring puts them together. */
class WiringTest {
  @TempDir Path elsewhere;

  private final ApplicationContextRunner program =
      new ApplicationContextRunner()
          .withUserConfiguration(Rooms.class, Tenancy.class)
          .withBean(JdbcClient.class, () -> JdbcClient.create(Database.app()))
          .withBean(
              "engine",
              JdbcClient.class,
              () -> JdbcClient.create(Database.engine()),
              it -> ((AbstractBeanDefinition) it).setDefaultCandidate(false))
          .withBean(DataSource.class, () -> new DelegatingDataSource(Database.app()))
          .withBean(DataSourceTransactionManager.class, Database::transactions)
          .withBean(InstantSource.class, InstantSource::system)
          .withPropertyValues(
              "patchbay.demo=true",
              "patchbay.data=" + Database.properties().get("patchbay.data"),
              "patchbay.egress.allow=127.0.0.1:4000-4010,ghe.example.org:443",
              "patchbay.egress.timeout=3s");

  @Test
  void everyRoomStarts() {
    program.run(context ->
        assertThat(context)
            .hasNotFailed()
            .hasSingleBean(Egress.class)
            .hasSingleBean(Vault.class)
            .hasSingleBean(Secrets.class)
            .hasSingleBean(ProviderApps.class)
            .getBean(Provider.class)
            .isInstanceOf(TakingTurns.class));
  }

  @Test
  void anotherMasterKeyDoesNotStart() {
    program.run(context -> assertThat(context).hasNotFailed());
    program
        .withPropertyValues("patchbay.data=" + elsewhere)
        .run(context ->
            assertThat(context).getFailure().hasStackTraceContaining("put the right key back"));
  }

  @Test
  void anUnreadableExceptionOfTheDoorDoesNotStart() {
    program
        .withPropertyValues("patchbay.egress.allow=everything")
        .run(context ->
            assertThat(context)
                .getFailure()
                .hasStackTraceContaining("patchbay.egress.allow: cannot read 'everything'"));
  }

  @Configuration(proxyBeanMethods = false)
  @ComponentScan({"io.patchbay.egress", "io.patchbay.vault", "io.patchbay.providers"})
  static class Rooms {}
}
