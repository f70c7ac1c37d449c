package io.patchbay.authorization;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What could not be ended at a provider is tried again while the program runs. */
@Configuration(proxyBeanMethods = false)
class EndingRound {
  private static final Duration EVERY = Duration.ofSeconds(20);

  @Bean
  Round endingGrants(EndingLater later) {
    return Round.every(EVERY, "grants to end", later::work);
  }
}
