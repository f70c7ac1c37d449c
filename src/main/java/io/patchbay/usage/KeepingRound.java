package io.patchbay.usage;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What was counted reaches the table within seconds. */
@Configuration(proxyBeanMethods = false)
class KeepingRound {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMinutes(5);

  @Bean
  Round keepingCounts(Usage usage) {
    return Round.every(EVERY, "counts of use", usage::keep).andOnceMore();
  }

  /** Counted once an hour; every node looks more often, so that it knows soon what was counted. */
  @Bean
  Round countingFigures(Figures figures) {
    return Round.every(LOOK, "figures of integrations", figures::refresh);
  }
}
