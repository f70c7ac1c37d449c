package io.patchbay.outbox;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Forgets what nobody needs any more: a webhook's body and what tells it apart after 72 hours,
 * strangers after a day, events after 30 days.
 */
@Configuration(proxyBeanMethods = false)
class ForgettingEvents {
  @Bean
  Task<Void> forgettingTask(@Qualifier("engine") JdbcClient engine) {
    return Tasks.recurring("forget-events", FixedDelay.of(Duration.ofMinutes(10)))
        .execute((instance, context) -> forget(engine));
  }

  static void forget(JdbcClient engine) {
    whileThereAreSome(engine, "select forget_old_arrivals(now() - interval '72 hours')");
    whileThereAreSome(engine, "select forget_old_events(now() - interval '30 days')");
    engine.sql("delete from unrouted_arrivals where last_at < now() - interval '1 day'").update();
    engine.sql("delete from refused_arrivals where hour < now() - interval '7 days'").update();
    engine
        .sql(
            """
            update sendings set given_up_at = now()
            where sent_at is null and given_up_at is null and until < now() and claimed_until is null
            """)
        .update();
  }

  private static void whileThereAreSome(JdbcClient engine, String statement) {
    while (engine.sql(statement).query(Integer.class).single() > 0) {
      Thread.onSpinWait();
    }
  }
}
