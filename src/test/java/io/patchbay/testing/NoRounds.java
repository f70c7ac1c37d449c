package io.patchbay.testing;

import io.patchbay.Patchbay;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Takes away the rounds that look for what is due or to be ended: the first comes as soon as a
 * program starts, and again when Spring wakes it for the next class, and would take what other
 * tests left or are about to look at.
 */
public final class NoRounds implements BeanFactoryPostProcessor {
  private static final String[] ROUNDS = {
    "checkingAgain", "renewingAgain", "probingAgain", "endingGrants", "endingAccessAgain"
  };

  /** The program with these settings, on a database that it shares with others. */
  public static ConfigurableApplicationContext start(Map<String, String> settings) {
    var program = new SpringApplication(Patchbay.class);
    program.addInitializers(it -> it.addBeanFactoryPostProcessor(new NoRounds()));
    return program.run(
        settings.entrySet().stream()
            .map(it -> "--" + it.getKey() + "=" + it.getValue())
            .toArray(String[]::new));
  }

  /** Once all beans are known. */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    for (var round : ROUNDS) {
      ((BeanDefinitionRegistry) beans).removeBeanDefinition(round);
    }
  }
}
