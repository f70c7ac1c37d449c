package io.patchbay.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Headers that every answer carries, whoever gives it; what knows better (an asset, a page with a
 * consent form) sets its own over them.
 */
final class SecurityHeaders extends OncePerRequestFilter {
  private static final String NO_FEATURES =
      "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

  private final BaseUrl baseUrl;

  SecurityHeaders(BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader(Csp.HEADER, Csp.PAGE);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Permissions-Policy", NO_FEATURES);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    // A callback's address carries a code: it must not travel on.
    boolean callback = request.getRequestURI().startsWith("/oauth/");
    response.setHeader("Referrer-Policy", callback ? "no-referrer" : "same-origin");
    if (baseUrl.isSecure()) {
      response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
    chain.doFilter(request, response);
  }
}
