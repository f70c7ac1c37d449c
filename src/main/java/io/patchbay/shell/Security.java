package io.patchbay.shell;

import io.patchbay.members.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.servlet.filter.OrderedFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets in, in this order: headers on every answer; the Host; then, for pages, the session and
 * the forms' token. What carries its own proof (a signature, a host key, an authorization flow) is
 * open here and proves itself in its own room. See
 * docs/decisions/0030-a-chain-put-together-by-hand.md.
 */
@Configuration(proxyBeanMethods = false)
class Security {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** What whoever comes may ask for; what is under /api asks for its own proof. */
  private static final String[] OPEN = {
    "/",
    "/api/**",
    "/demo/session",
    "/preferences",
    "/oauth/callback/*",
    "/actuator/health/**",
    "/error"
  };

  /** Posts of people who have no session yet: the browser's word is their proof. */
  private static final Set<String> WITHOUT_TOKEN = Set.of("/demo/session", "/preferences");

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders(BaseUrl baseUrl) {
    var filter = new FilterRegistrationBean<>(new SecurityHeaders(baseUrl));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<HostCheck> hostCheck(
      BaseUrl baseUrl, Problems problems, @Value("${patchbay.demo:false}") boolean demo) {
    var filter = new FilterRegistrationBean<>(new HostCheck(baseUrl, demo, problems));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  /**
   * Webhooks prove themselves by their signature: there is no session, no token and no person for a
   * filter to look at. Files are the same for everybody. The firewall stands before all of them.
   */
  @Bean
  FilterRegistrationBean<FilterChainProxy> doors(
      Cookies cookies, Sessions sessions, Problems problems) {
    var filter =
        new FilterRegistrationBean<>(
            new FilterChainProxy(
                List.of(
                    new DefaultSecurityFilterChain(anyOf("/hooks/**", "/assets/**", "/logos/**")),
                    new DefaultSecurityFilterChain(
                        AnyRequestMatcher.INSTANCE,
                        new SessionFilter(cookies, sessions),
                        new ForeignPosts(problems),
                        formTokens(problems),
                        new SignInFirst(anyOf(OPEN), problems)))));
    filter.setOrder(OrderedFilter.REQUEST_WRAPPER_FILTER_MAX_ORDER);
    return filter;
  }

  private static CsrfFilter formTokens(Problems problems) {
    var filter = new CsrfFilter(new FormTokens());
    filter.setRequestHandler(new CsrfTokenRequestAttributeHandler());
    filter.setRequireCsrfProtectionMatcher(Security::needsToken);
    filter.setAccessDeniedHandler((request, response, _) -> refuse(request, response, problems));
    return filter;
  }

  private static RequestMatcher anyOf(String... patterns) {
    var path = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(Stream.of(patterns).<RequestMatcher>map(path::matcher).toList());
  }

  static boolean changesSomething(HttpServletRequest request) {
    return !SAFE_METHODS.contains(request.getMethod());
  }

  static boolean comesWithoutCookies(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/api/") || path.startsWith("/hooks/");
  }

  private static boolean needsToken(HttpServletRequest request) {
    return changesSomething(request)
        && !comesWithoutCookies(request)
        && !WITHOUT_TOKEN.contains(request.getRequestURI());
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Problems problems)
      throws IOException {
    // A form of a session that has ended since: its reader signs in again, and loses nothing else.
    if (SessionFilter.who(request) == null && !Problems.wantsJson(request)) {
      SeeOther.to("/").render(null, request, response);
    } else {
      problems.answer(new Problem(403, "stale_form"), request, response);
    }
  }
}
