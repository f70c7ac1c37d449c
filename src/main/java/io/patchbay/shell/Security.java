package io.patchbay.shell;

import io.patchbay.members.Sessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Who gets in, in this order: headers on every answer; the Host; then, for pages, the session and
 * the forms' token. What carries its own proof (a signature, a host key, an authorization flow) is
 * open here and proves itself in its own room.
 */
@Configuration(proxyBeanMethods = false)
class Security {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** Requests that carry their own proof and never a cookie of ours. */
  private static final String[] WITHOUT_COOKIES = {"/api/**"};

  /** Pages for whoever comes. */
  private static final String[] OPEN = {
    "/", "/demo/session", "/preferences", "/oauth/callback/*", "/actuator/health/**", "/error"
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
   * filter to look at. The firewall, the Host and the headers stand before this.
   */
  @Bean
  @Order(0)
  SecurityFilterChain webhooks() {
    return new DefaultSecurityFilterChain(
        PathPatternRequestMatcher.withDefaults().matcher("/hooks/**"));
  }

  /** Files that are the same for everybody: no session, no token, no work. */
  @Bean
  @Order(1)
  SecurityFilterChain files() {
    var path = PathPatternRequestMatcher.withDefaults();
    return new DefaultSecurityFilterChain(
        new OrRequestMatcher(path.matcher("/assets/**"), path.matcher("/logos/**")));
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(
      HttpSecurity http, Cookies cookies, Sessions sessions, Problems problems) {
    return bare(http)
        .addFilterBefore(new SessionFilter(cookies, sessions), CsrfFilter.class)
        .csrf(csrf ->
            csrf.csrfTokenRepository(new FormTokens())
                .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                .requireCsrfProtectionMatcher(Security::needsToken))
        .addFilterBefore(new ForeignPosts(problems), CsrfFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(WITHOUT_COOKIES)
                .permitAll()
                .requestMatchers(OPEN)
                .permitAll()
                .anyRequest()
                .authenticated())
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint(
                    (request, response, _) -> signInFirst(request, response, problems))
                .accessDeniedHandler((request, response, _) -> refuse(request, response, problems)))
        .build();
  }

  private static HttpSecurity bare(HttpSecurity http) {
    return http.sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable);
  }

  /** Keeps Spring Boot from inventing a user with a password: people come signed. */
  @Bean
  UserDetailsService nobodyHasAPassword() {
    return name -> {
      throw new UsernameNotFoundException("Patchbay keeps no passwords");
    };
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

  private static void signInFirst(
      HttpServletRequest request, HttpServletResponse response, Problems problems)
      throws IOException {
    if (Problems.wantsJson(request)) {
      problems.answer(new Problem(401, "sign_in_first"), request, response);
    } else if ("GET".equals(request.getMethod())) {
      String query = request.getQueryString();
      String here = request.getRequestURI() + (query == null ? "" : "?" + query);
      String location = "/?to=" + URLEncoder.encode(here, StandardCharsets.UTF_8);
      SeeOther.to(location).render(null, request, response);
    } else {
      SeeOther.to("/").render(null, request, response);
    }
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
