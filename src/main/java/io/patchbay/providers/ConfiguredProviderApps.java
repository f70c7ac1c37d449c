package io.patchbay.providers;

import io.patchbay.vault.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Reads {@code patchbay.providers.<provider>} once, at the start, and asks for a pretended app
 * once: the directory wants the app of every card.
 */
@Component
class ConfiguredProviderApps {
  private final Map<String, ProviderApp> configured = new LinkedHashMap<>();
  private final Map<String, ProviderApp> found = new ConcurrentHashMap<>();
  private final ObjectProvider<PretendApps> pretended;

  @Autowired
  ConfiguredProviderApps(Environment environment, ObjectProvider<PretendApps> pretended) {
    this.pretended = pretended;
    Binder.get(environment)
        .bind("patchbay.providers", Bindable.mapOf(String.class, Settings.class))
        .ifBound(all ->
            all.forEach((provider, settings) -> configured.put(provider, settings.app(provider))));
  }

  /** What the settings say alone, {@link ProviderApp#NONE} where they say nothing. */
  ProviderApp set(String provider) {
    return configured.getOrDefault(provider, ProviderApp.NONE);
  }

  /** The same, with what is pretended where the settings say nothing. */
  ProviderApp of(String provider) {
    var known = found.get(provider);
    return known != null ? known : found.computeIfAbsent(provider, this::find);
  }

  private ProviderApp find(String provider) {
    var app = configured.get(provider);
    return app != null
        ? app
        : pretended
            .orderedStream()
            .flatMap(it -> it.of(provider).stream())
            .findFirst()
            .orElse(ProviderApp.NONE);
  }

  /**
   * @param hosts keys may be written plainly or in brackets: {@code api.example.com} or {@code
   *     "[api.example.com]"}
   */
  record Settings(
      @Name("client-id") @Nullable String clientId,
      @Name("client-secret") @Nullable String clientSecret,
      @Name("client-secret-file") @Nullable Path clientSecretFile,
      @Name("webhook-secret") @Nullable String webhookSecret,
      @Name("former-webhook-secret") @Nullable String formerWebhookSecret,
      @Name("private-key-file") @Nullable Path privateKeyFile,
      @Nullable Map<String, String> hosts) {

    ProviderApp app(String provider) {
      return new ProviderApp(
          blankToNull(clientId),
          secret(
              clientSecretFile == null
                  ? clientSecret
                  : read(provider, "client-secret-file", clientSecretFile)),
          secret(webhookSecret),
          secret(formerWebhookSecret),
          privateKeyFile == null
              ? null
              : secret(read(provider, "private-key-file", privateKeyFile)),
          bases(provider),
          false);
    }

    /** The record's own text would print the secrets. */
    @Override
    public String toString() {
      return "Settings[clientId=" + clientId + "]";
    }

    private Map<String, String> bases(String provider) {
      var bases = new TreeMap<String, String>();
      if (hosts != null) {
        hosts.forEach((host, base) -> bases.put(host, base(provider, host, base)));
      }
      return Map.copyOf(bases);
    }

    private static String base(String provider, String host, String base) {
      if (!base.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
        throw new IllegalStateException(
            "patchbay.providers.%s.hosts.%s is '%s': write a base address, as in https://ghe.example.org/api/v3"
                .formatted(provider, host, base));
      }
      return base.replaceFirst("/+$", "");
    }

    private static String read(String provider, String setting, Path file) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new IllegalStateException(
            "patchbay.providers.%s.%s names %s, which cannot be read: put the secret there, or correct the name"
                .formatted(provider, setting, file.toAbsolutePath()),
            e);
      }
    }

    private static @Nullable Secret secret(@Nullable String text) {
      var set = blankToNull(text);
      return set == null ? null : Secret.of(set);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }
  }
}
