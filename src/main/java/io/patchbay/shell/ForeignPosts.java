package io.patchbay.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what another site's page sends here with our cookies, before the token is looked at. */
final class ForeignPosts extends OncePerRequestFilter {
  private final Problems problems;

  ForeignPosts(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (Security.changesSomething(request)
        && !Security.comesWithoutCookies(request)
        && SameOrigin.isContradicted(request)) {
      problems.answer(new Problem(403, "foreign_form"), request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
