package io.patchbay.settings;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says what a setting in {@code @Value} is. The framework's own way also looks for settings in the
 * definition of each bean, where there are none.
 */
@Component
class ValuesOfSettings implements BeanFactoryPostProcessor {
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    beans.addEmbeddedValueResolver(beans.getBean(Environment.class)::resolveRequiredPlaceholders);
  }
}
