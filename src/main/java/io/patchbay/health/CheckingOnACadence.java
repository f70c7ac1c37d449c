package io.patchbay.health;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes what is due, a few at a time, on whichever node is free. */
@Configuration(proxyBeanMethods = false)
class CheckingOnACadence {
  private static final Logger log = LoggerFactory.getLogger(CheckingOnACadence.class);
  private static final int AT_ONCE = 32;

  @Bean
  Task<Void> checkingTask(
      DueChecks due,
      Checking checking,
      @Value("${patchbay.health.look-every:10s}") Duration lookEvery) {
    return Tasks.recurring("due-checks", FixedDelay.of(lookEvery))
        .execute((instance, context) -> checkAll(due, checking));
  }

  private static void checkAll(DueChecks due, Checking checking) {
    List<DueChecks.Due> claimed = due.claim(AT_ONCE);
    while (!claimed.isEmpty()) {
      try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
        claimed.forEach(it -> each.execute(() -> check(checking, it)));
      }
      claimed = claimed.size() < AT_ONCE ? List.of() : due.claim(AT_ONCE);
    }
  }

  /** One that goes wrong keeps its claim, so that it comes up again later and the others go on. */
  private static void check(Checking checking, DueChecks.Due due) {
    try {
      checking.check(due.owner(), due.connection());
    } catch (RuntimeException surprise) {
      log.error("The check of connection {} went wrong", due.connection(), surprise);
    }
  }
}
