package io.patchbay.health;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What each node looks for again and again. */
@Configuration(proxyBeanMethods = false)
class HealthRounds {
  private static final String EVERY = "${patchbay.health.look-every:1s}";

  @Bean
  Round checkingAgain(DueWork work, @Value(EVERY) Duration every) {
    return Round.every(every, "due checks", work::checkAll);
  }

  @Bean
  Round renewingAgain(DueWork work, @Value(EVERY) Duration every) {
    return Round.every(every, "due renewals", work::renewAll);
  }

  @Bean
  Round probingAgain(DueWork work, @Value(EVERY) Duration every) {
    return Round.every(every, "probes", work::probe);
  }
}
