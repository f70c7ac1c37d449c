package io.patchbay.providers;

import io.patchbay.vault.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator set for a provider.
 *
 * @param hosts stands for a provider's host with another base address: {@code api.github.com} to
 *     {@code http://127.0.0.1:4001}
 * @param formerWebhookSecret what webhooks were signed with before, while the secret is changed
 * @param privateKey what the app signs with where it speaks for itself: RSA, as PEM; or null
 * @param sandbox whether a built-in pretend provider stands here, which pages must say
 */
public record ProviderApp(
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Secret webhookSecret,
    @Nullable Secret formerWebhookSecret,
    @Nullable Secret privateKey,
    Map<String, String> hosts,
    boolean sandbox) {
  public static final ProviderApp NONE = new ProviderApp(null, null, null, Map.of(), false);

  public ProviderApp(
      @Nullable String clientId,
      @Nullable Secret clientSecret,
      @Nullable Secret webhookSecret,
      Map<String, String> hosts,
      boolean sandbox) {
    this(clientId, clientSecret, webhookSecret, null, null, hosts, sandbox);
  }

  /** What webhooks may be signed with: none without one, two while it is being changed. */
  public List<Secret> webhookSecrets() {
    return Stream.of(Optional.ofNullable(webhookSecret), Optional.ofNullable(formerWebhookSecret))
        .flatMap(Optional::stream)
        .toList();
  }
}
