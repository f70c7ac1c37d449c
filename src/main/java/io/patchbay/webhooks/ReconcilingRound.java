package io.patchbay.webhooks;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The first round is at the start: after an outage nothing waits for longer than that. */
@Configuration(proxyBeanMethods = false)
class ReconcilingRound {
  private static final Duration EVERY = Duration.ofSeconds(5);

  @Bean
  Round bringingInWhatFailed(Reconciling reconciling) {
    return Round.every(EVERY, "deliveries that failed", reconciling::round);
  }
}
