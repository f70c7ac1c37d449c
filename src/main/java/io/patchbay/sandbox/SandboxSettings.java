package io.patchbay.sandbox;

import io.patchbay.egress.EgressAllowance;
import io.patchbay.providers.PretendApps;
import io.patchbay.providers.ProviderApp;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.SandboxAddress;
import io.patchbay.vault.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Puts the pretend providers where demo mode looks for real ones. Whether they are there is decided
 * at each start: a condition would be decided for good where the context is made ahead of time.
 */
@Configuration(proxyBeanMethods = false)
@Import(SandboxSettings.InDemoMode.class)
class SandboxSettings {
  static final class InDemoMode implements BeanRegistrar {
    @Override
    public void register(BeanRegistry registry, Environment environment) {
      if (!environment.getProperty("patchbay.demo", boolean.class, false)) {
        return;
      }
      registry.registerBean(
          Sandbox.class,
          bean ->
              bean.supplier(context ->
                  sandbox(
                      environment,
                      context
                          .beanProvider(InstantSource.class)
                          .getIfAvailable(InstantSource::system))));
      registry.registerBean(
          PretendApps.class, bean -> bean.supplier(context -> apps(context.bean(Sandbox.class))));
      registry.registerBean(
          SandboxAddress.class,
          bean -> bean.supplier(context -> address(context.bean(Sandbox.class))));
      registry.registerBean(
          EgressAllowance.class,
          bean -> bean.supplier(context -> allowance(context.bean(Sandbox.class))));
      registry.registerBean(
          Story.class,
          bean ->
              bean.supplier(context ->
                  new Story(
                      () -> context.bean(BaseUrl.class).get(),
                      context.bean(Sandbox.class),
                      environment)));
    }
  }

  private static Sandbox sandbox(Environment environment, InstantSource clock) {
    return new Sandbox(
        Path.of(environment.getProperty("patchbay.data", "./data")),
        clock,
        ownOrigin(environment),
        () -> URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port", "0")));
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

  private static PretendApps apps(Sandbox sandbox) {
    return provider ->
        sandbox.plays(provider)
            ? Optional.of(
                new ProviderApp(
                    sandbox.apps().clientId(provider),
                    Secret.of(sandbox.apps().clientSecret(provider)),
                    Secret.of(sandbox.apps().webhookSecret(provider)),
                    null,
                    privateKey(sandbox, provider),
                    sandbox.hosts(provider),
                    true))
            : Optional.empty();
  }

  /** Only one of them lets an app speak for itself. */
  private static @Nullable Secret privateKey(Sandbox sandbox, String provider) {
    return provider.equals("github") ? Secret.of(sandbox.apps().privateKey(provider)) : null;
  }

  /** Where every page's foot leads. */
  private static SandboxAddress address(Sandbox sandbox) {
    return () -> sandbox.baseUri().toString();
  }

  private static EgressAllowance allowance(Sandbox sandbox) {
    return (address, _, port) -> address.isLoopbackAddress() && port == sandbox.port();
  }
}
