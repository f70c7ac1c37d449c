package io.patchbay.providers;

import java.util.Optional;

/** The apps of built-in pretend providers, used where the operator set nothing for a provider. */
public interface PretendApps {
  Optional<ProviderApp> of(String provider);
}
