package io.patchbay.announcements;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What time alone changes is told about a second after it came to be. */
@Configuration(proxyBeanMethods = false)
class LookingRound {
  @Bean
  Round lookingAgain(DueLooks looks, @Value("${patchbay.health.look-every:1s}") Duration every) {
    return Round.every(every, "due looks", looks::lookAtAll);
  }
}
