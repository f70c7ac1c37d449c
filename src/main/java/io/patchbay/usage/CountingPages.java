package io.patchbay.usage;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which pages count as a look at an integration. */
@Configuration(proxyBeanMethods = false)
class CountingPages implements WebMvcConfigurer {
  private final Listening listening;

  CountingPages(Listening listening) {
    this.listening = listening;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(listening)
        .addPathPatterns("/w/*/integrations/*", "/w/*/integrations/*/**", "/w/*/connect");
  }
}
