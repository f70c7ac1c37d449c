package io.patchbay.resources;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Drops lists and drafts that nobody came back for; names of private things are kept no longer. */
@Configuration(proxyBeanMethods = false)
class ForgettingDrafts {
  @Bean
  Task<Void> forgettingDraftsTask(@Qualifier("engine") JdbcClient engine) {
    return Tasks.recurring("forget-drafts", FixedDelay.of(Duration.ofHours(1)))
        .execute((instance, context) -> {
          engine.sql("delete from listings where started_at < now() - interval '1 day'").update();
          engine.sql("delete from drafts where touched_at < now() - interval '7 days'").update();
        });
  }
}
