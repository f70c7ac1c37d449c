package io.patchbay.providers;

import org.springframework.stereotype.Component;

/**
 * What an operator set on the page wins over the settings, part by part; the settings win over what
 * is pretended. What is set on the page and does not open is no app at all: another one that nobody
 * chose must not stand in for it.
 */
@Component
class AppsInForce implements ProviderApps {
  private final AppCredentials page;
  private final ConfiguredProviderApps settings;

  AppsInForce(AppCredentials page, ConfiguredProviderApps settings) {
    this.page = page;
    this.settings = settings;
  }

  @Override
  public ProviderApp of(String provider) {
    return page.of(provider)
        .map(it -> it.over(settings.set(provider)))
        .orElseGet(() -> settings.of(provider));
  }
}
