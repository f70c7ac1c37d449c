package io.patchbay.hostapi;

import io.patchbay.shell.Errors;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;

/**
 * The host app asks for a credential before each of its own calls, so this one address is answered
 * as soon as the headers are set and the Host is known to be ours. What stands behind that looks
 * for a session, a form's token and a view, and would cost as much as the answer. Whatever is
 * spelled in another way goes the long way and is answered the same.
 */
final class CredentialFilter implements Filter {
  private static final String BEFORE = "/api/v1/connections/";
  private static final String AFTER = "/token";
  private static final int ID = 36;

  private final CredentialController credentials;
  private final Errors errors;

  private CredentialFilter(CredentialController credentials, Errors errors) {
    this.credentials = credentials;
    this.errors = errors;
  }

  @Configuration(proxyBeanMethods = false)
  static class Registration {
    /** After the shell's headers and its look at the Host, before everything else. */
    @Bean
    FilterRegistrationBean<CredentialFilter> credentialFilter(
        CredentialController credentials, Errors errors) {
      var filter = new FilterRegistrationBean<>(new CredentialFilter(credentials, errors));
      filter.addUrlPatterns("/api/v1/connections/*");
      filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
      return filter;
    }
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    if (asked instanceof HttpServletRequest request
        && answer instanceof HttpServletResponse response
        && request.getMethod().equals("GET")) {
      var path = request.getRequestURI();
      if (path.length() == BEFORE.length() + ID + AFTER.length()
          && path.startsWith(BEFORE)
          && path.endsWith(AFTER)) {
        var id = path.substring(BEFORE.length(), BEFORE.length() + ID);
        if (isPlain(id)) {
          answer(id, request, response);
          return;
        }
      }
    }
    chain.doFilter(asked, answer);
  }

  private static boolean isPlain(String id) {
    return id.chars().allMatch(it -> it == '-' || Character.digit(it, 16) >= 0);
  }

  private void answer(String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body;
    try {
      var key =
          HostKey.offered(request.getHeader(HttpHeaders.AUTHORIZATION))
              .orElseThrow(() -> HostKeys.refusal(response));
      body = credentials.read(id, key, response);
    } catch (RuntimeException e) {
      errors.answer(e, request, response);
      return;
    }
    response.setContentType("application/json");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
