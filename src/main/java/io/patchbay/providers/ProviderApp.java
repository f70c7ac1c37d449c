package io.patchbay.providers;

import io.patchbay.vault.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator set for a provider.
 *
 * @param hosts stands for a provider's host with another base address: {@code api.github.com} to
 *     {@code http://127.0.0.1:4001}
 * @param sandbox whether a built-in pretend provider stands here, which pages must say
 */
public record ProviderApp(
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Secret webhookSecret,
    Map<String, String> hosts,
    boolean sandbox) {
  public static final ProviderApp NONE = new ProviderApp(null, null, null, Map.of(), false);
}
