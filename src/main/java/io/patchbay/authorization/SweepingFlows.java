package io.patchbay.authorization;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Erases flows that nobody came back from, with their sealed verifiers. The engine's policy shows
 * it expired ones alone, by the database's clock.
 */
@Configuration(proxyBeanMethods = false)
class SweepingFlows {
  @Bean
  Task<Void> sweepingFlowsTask(
      @Qualifier("engine") JdbcClient engine,
      @Value("${patchbay.flows.sweep-every:10m}") Duration every) {
    return Tasks.recurring("expired-flows", FixedDelay.of(every))
        .execute((instance, context) -> sweep(engine));
  }

  static int sweep(JdbcClient engine) {
    return engine.sql("delete from flows where expires_at < now()").update();
  }
}
