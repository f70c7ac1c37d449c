package io.patchbay.settings;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Binds what is registered as settings, and looks at nothing else. The framework's own way searches
 * the annotations of every bean, its interfaces and what it inherits from, for a prefix that none
 * of them has: a twentieth of a start. Settings are registered under their prefix, a dash and the
 * name of their class (see {@code EnableConfigurationProperties}); no bean's method makes any here.
 */
@Component(
    "org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor")
class SettingsBinding extends ConfigurationPropertiesBindingPostProcessor {
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    return name.endsWith("-" + bean.getClass().getName())
        ? super.postProcessBeforeInitialization(bean, name)
        : bean;
  }
}
