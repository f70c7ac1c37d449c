package io.patchbay.database;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import io.patchbay.rounds.Round;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.event.TransactionalEventListenerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two ways in: the app's, which everybody gets who doesn't say otherwise, and the engine's, for who
 * asks for {@code @Qualifier("engine")}.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {
  @Bean(destroyMethod = "close")
  OpenDatabase openDatabase(ObjectProvider<DatabaseStart> begun, Environment environment) {
    return begun
        .getIfAvailable(() -> new DatabaseStart().begin(DatabaseSettings.of(environment)))
        .database();
  }

  @Bean(destroyMethod = "")
  @Primary
  DataSource appDataSource(OpenDatabase database) {
    return database.app();
  }

  @Bean(destroyMethod = "", defaultCandidate = false)
  @Qualifier("engine") DataSource engineDataSource(OpenDatabase database) {
    return database.engine();
  }

  @Bean
  DataSourceTransactionManager transactionManager(DataSource app) {
    return new DataSourceTransactionManager(app);
  }

  @Bean
  TransactionTemplate transactionTemplate(DataSourceTransactionManager app) {
    return new TransactionTemplate(app);
  }

  /** Who listens to what was committed: without proxies, nobody else brings this. */
  @Bean
  TransactionalEventListenerFactory transactionalEventListenerFactory() {
    return new TransactionalEventListenerFactory();
  }

  @Bean
  @Primary
  JdbcClient jdbcClient(DataSource app) {
    return JdbcClient.create(app);
  }

  @Bean(defaultCandidate = false)
  @Qualifier("engine") JdbcClient engineJdbcClient(@Qualifier("engine") DataSource engine) {
    return JdbcClient.create(engine);
  }

  /** Everybody's clock; tests bring one that they turn themselves. */
  @Bean
  @Fallback
  DatabaseClock clock(@Qualifier("engine") JdbcClient engine) {
    return new DatabaseClock(engine);
  }

  @Bean
  Round lookingAtTheClock(
      DatabaseClock clock, @Value("${patchbay.health.look-every:1s}") Duration every) {
    return Round.every(every.multipliedBy(10), "clock", clock::look);
  }

  /** Who is ahead would run the others' jobs too early, and take the living for dead. */
  @Bean
  Clock clockOfJobs(DatabaseClock clock) {
    return clock::instant;
  }

  @Bean
  DbSchedulerCustomizer jobsRunAsTheEngine(@Qualifier("engine") DataSource engine) {
    return new DbSchedulerCustomizer() {
      @Override
      public Optional<DataSource> dataSource() {
        return Optional.of(engine);
      }
    };
  }
}
