package io.patchbay.shell;

import io.patchbay.members.Sessions;
import io.patchbay.members.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Opens the session cookie. Whether the session still counts, the page's own statement asks. */
final class SessionFilter extends OncePerRequestFilter {
  private static final String WHO = SignedIn.class.getName();

  private final Cookies cookies;
  private final Sessions sessions;

  SessionFilter(Cookies cookies, Sessions sessions) {
    this.cookies = cookies;
    this.sessions = sessions;
  }

  static @Nullable SignedIn who(HttpServletRequest request) {
    return (SignedIn) request.getAttribute(WHO);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    cookies.attachTo(request);
    Optional.ofNullable(cookies.session(request))
        .flatMap(sessions::read)
        .ifPresent(who -> request.setAttribute(WHO, who));
    chain.doFilter(request, response);
  }
}
