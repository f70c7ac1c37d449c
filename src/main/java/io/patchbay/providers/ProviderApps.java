package io.patchbay.providers;

/**
 * The operator's apps, by provider: what was set on the page wins over the settings, and those win
 * over the sandbox. Ask each time: an app may change while the program runs.
 */
public interface ProviderApps {
  /** The app of a provider, {@link ProviderApp#NONE} where nothing was set. */
  ProviderApp of(String provider);
}
