package io.patchbay.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 421 (RFC 9110 section 15.5.20) to a request for another host before anything else sees
 * it: a page elsewhere whose name was pointed at our address gets nothing.
 */
final class HostCheck extends OncePerRequestFilter {
  private final BaseUrl baseUrl;
  private final boolean demo;
  private final Problems problems;
  private volatile @Nullable Expected expected;

  private record Expected(URI base, List<String> hosts) {}

  HostCheck(BaseUrl baseUrl, boolean demo, Problems problems) {
    this.baseUrl = baseUrl;
    this.demo = demo;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader("Host");
    if (host != null && hosts(baseUrl.get()).contains(host.toLowerCase(Locale.ROOT))) {
      chain.doFilter(request, response);
    } else {
      problems.answer(new Problem(421, "wrong_host"), request, response);
    }
  }

  private List<String> hosts(URI base) {
    Expected known = expected;
    if (known == null || !known.base().equals(base)) {
      known = new Expected(base, demo ? loopback(base) : named(base));
      expected = known;
    }
    return known.hosts();
  }

  private static List<String> named(URI base) {
    String host = base.getHost().toLowerCase(Locale.ROOT);
    int usual = "https".equals(base.getScheme()) ? 443 : 80;
    if (base.getPort() == -1 || base.getPort() == usual) {
      return List.of(host, host + ":" + usual);
    }
    return List.of(host + ":" + base.getPort());
  }

  private static List<String> loopback(URI base) {
    int port = base.getPort();
    return List.of("127.0.0.1:" + port, "localhost:" + port);
  }
}
