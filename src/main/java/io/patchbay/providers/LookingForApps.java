package io.patchbay.providers;

import io.patchbay.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An app that was set on one node is in force on all of them within seconds. */
@Configuration(proxyBeanMethods = false)
class LookingForApps {
  private static final Duration EVERY = Duration.ofSeconds(2);

  @Bean
  Round roundOfApps(AppCredentials apps) {
    return Round.every(EVERY, "apps of providers", apps::look);
  }
}
