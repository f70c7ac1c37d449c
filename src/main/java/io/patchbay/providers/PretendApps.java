package io.patchbay.providers;

import java.util.Optional;

/** The apps of built-in pretend providers, for a provider that the operator set nothing for. */
public interface PretendApps {
  /** The app of a provider, empty where nothing pretends to be it. */
  Optional<ProviderApp> of(String provider);
}
