package io.patchbay.shell;

import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Reads a request's reader off its cookies and headers. */
@Component
public class Visits {
  private final Cookies cookies;
  private final Look look;
  private final Phrases phrases;
  private final InstantSource clock;

  Visits(Cookies cookies, Look look, Phrases phrases, InstantSource clock) {
    this.cookies = cookies;
    this.look = look;
    this.phrases = phrases;
    this.clock = clock;
  }

  Visit of(HttpServletRequest request, HttpServletResponse response) {
    cookies.attachTo(request);
    SignedIn who = SessionFilter.who(request);
    return new Visit(request, response, cookies, look, who, words(request));
  }

  /** The words this request wants. */
  public Words words(HttpServletRequest request) {
    return phrases.in(language(request), clock.instant(), cookies.zone(request));
  }

  /** The request's {@code lang} parameter, else its cookie, else the best of its header. */
  Language language(HttpServletRequest request) {
    Language asked = Language.ofTag(request.getParameter("lang"));
    Language kept = asked != null ? asked : cookies.language(request);
    return kept != null ? kept : Language.accepted(request.getHeader("Accept-Language"));
  }
}
