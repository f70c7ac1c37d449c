package io.patchbay.webhooks;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wrong signatures reach the operators' page within seconds. */
@Configuration(proxyBeanMethods = false)
class RefusalsRound {
  private static final Duration EVERY = Duration.ofSeconds(3);

  @Bean
  Round writingRefusals(Strangers strangers) {
    return Round.every(EVERY, "refused webhooks", strangers::write).andOnceMore();
  }
}
