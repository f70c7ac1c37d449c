package io.patchbay.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leads whoever has no session to the place where one begins, and from there back. What they may do
 * with one is the policy's business, workspace by workspace.
 */
final class SignInFirst extends OncePerRequestFilter {
  private final RequestMatcher open;
  private final Problems problems;

  /**
   * @param open what needs no session
   */
  SignInFirst(RequestMatcher open, Problems problems) {
    this.open = open;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SessionFilter.who(request) != null || open.matches(request)) {
      chain.doFilter(request, response);
    } else if (Problems.wantsJson(request)) {
      problems.answer(new Problem(401, "sign_in_first"), request, response);
    } else {
      SeeOther.to(whereOneSignsIn(request)).render(null, request, response);
    }
  }

  private static String whereOneSignsIn(HttpServletRequest request) {
    if (!"GET".equals(request.getMethod())) {
      return "/";
    }
    String query = request.getQueryString();
    String here = request.getRequestURI() + (query == null ? "" : "?" + query);
    return "/?to=" + URLEncoder.encode(here, StandardCharsets.UTF_8);
  }
}
