package io.patchbay.emergencies;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EmergencyRounds {
  @Bean
  Round endingAccessAgain(
      EndingAccess ending, @Value("${patchbay.health.look-every:1s}") Duration every) {
    return Round.every(every, "emergencies", ending::work);
  }
}
