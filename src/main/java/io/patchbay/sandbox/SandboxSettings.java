package io.patchbay.sandbox;

import io.patchbay.egress.EgressAllowance;
import io.patchbay.providers.PretendApps;
import io.patchbay.providers.ProviderApp;
import io.patchbay.shell.SandboxAddress;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the pretend providers where demo mode looks for real ones. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("patchbay.demo")
class SandboxSettings {
  @Bean
  Sandbox sandbox(Environment environment, ObjectProvider<InstantSource> clock) {
    return new Sandbox(
        Path.of(environment.getProperty("patchbay.data", "./data")),
        clock.getIfAvailable(InstantSource::system),
        ownOrigin(environment));
  }

  /** The address that was bound, and the one that the operator named. */
  private static Predicate<URI> ownOrigin(Environment environment) {
    return address -> {
      String origin = address.getScheme() + "://" + address.getRawAuthority();
      String port = environment.getProperty("local.server.port", "");
      String named = environment.getProperty("patchbay.base-url", "");
      return Set.of("http://127.0.0.1:" + port, "http://localhost:" + port).contains(origin)
          || (!named.isEmpty() && origin.equals(named));
    };
  }

  @Bean
  PretendApps pretendApps(Sandbox sandbox) {
    return provider ->
        sandbox.plays(provider)
            ? Optional.of(
                new ProviderApp(
                    sandbox.apps().clientId(provider),
                    Secret.of(sandbox.apps().clientSecret(provider)),
                    Secret.of(sandbox.apps().webhookSecret(provider)),
                    sandbox.hosts(provider),
                    true))
            : Optional.empty();
  }

  /** Where every page's foot leads. */
  @Bean
  SandboxAddress sandboxAddress(Sandbox sandbox) {
    return () -> sandbox.baseUri().toString();
  }

  @Bean
  EgressAllowance sandboxAllowance(Sandbox sandbox) {
    return (address, _, port) -> address.isLoopbackAddress() && port == sandbox.port();
  }
}
