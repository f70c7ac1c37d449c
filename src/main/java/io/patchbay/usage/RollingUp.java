package io.patchbay.usage;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hours that are long past become days, so that a look at three months reads little. */
@Configuration(proxyBeanMethods = false)
class RollingUp {
  @Bean
  Task<Void> rollingUpCountsTask(Usage usage) {
    return Tasks.recurring("roll-up-counts", FixedDelay.of(Duration.ofHours(6)))
        .execute((instance, context) -> usage.rollUp());
  }
}
