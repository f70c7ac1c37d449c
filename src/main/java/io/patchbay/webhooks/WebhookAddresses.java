package io.patchbay.webhooks;

import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.shell.Errors;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code /hooks/{slug}} and {@code /hooks/{slug}/{endpoint}}. */
@Configuration(proxyBeanMethods = false)
class WebhookAddresses {
  @Bean
  ServletRegistrationBean<WebhookServlet> webhookServlet(
      CurrentCatalog catalog, Incoming incoming, Deliveries deliveries, Errors errors) {
    var servlet = new WebhookServlet(catalog, incoming, deliveries, errors);
    var registration = new ServletRegistrationBean<>(servlet, "/hooks/*");
    registration.setName("webhooks");
    return registration;
  }
}
