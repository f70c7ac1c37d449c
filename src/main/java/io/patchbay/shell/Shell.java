package io.patchbay.shell;

import gg.jte.generated.precompiled.StaticTemplates;
import gg.jte.generated.precompiled.Templates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What pages are made of. */
@Configuration(proxyBeanMethods = false)
class Shell {
  Shell() {
    QuietRequests.hush();
  }

  @Bean
  Templates templates() {
    return new StaticTemplates();
  }

  @Bean
  Phrases phrases() {
    return new Phrases();
  }

  @Bean
  Assets assets() {
    return Assets.read();
  }

  @Bean
  Look look(Assets assets, Optional<SandboxAddress> sandbox) {
    return new Look(
        assets.path("patchbay.css"), assets.path("patchbay.js"), assets.path("mark.svg"), sandbox);
  }

  /** What the server says of an answer's language is what its words are in. */
  @Bean
  LocaleResolver localeResolver(Visits visits) {
    return new LocaleResolver() {
      @Override
      public Locale resolveLocale(HttpServletRequest request) {
        return visits.language(request).locale();
      }

      @Override
      public void setLocale(
          HttpServletRequest request,
          @Nullable HttpServletResponse response,
          @Nullable Locale locale) {
        throw new UnsupportedOperationException("The reader chooses, at /preferences");
      }
    };
  }

  @Bean
  WebMvcConfigurer arguments(Visits visits) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Arguments(visits));
      }
    };
  }
}
