package io.patchbay.providers;

/** The operator's apps, by provider. Operator settings win over the sandbox. */
public interface ProviderApps {
  /** The app of a provider, {@link ProviderApp#NONE} where nothing was set. */
  ProviderApp of(String provider);
}
