package io.patchbay.shell;

import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * The token of a session's forms, computed from the session itself: nothing to store, nothing to
 * share between nodes. Without a session there is a token that nobody knows.
 */
final class FormTokens implements CsrfTokenRepository {
  static final String PARAMETER = "_csrf";
  static final String HEADER = "X-CSRF-Token";

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return new DefaultCsrfToken(HEADER, PARAMETER, UUID.randomUUID().toString());
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {}

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    SignedIn who = SessionFilter.who(request);
    return who == null ? null : new DefaultCsrfToken(HEADER, PARAMETER, who.formToken());
  }
}
