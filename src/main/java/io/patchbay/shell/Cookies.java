package io.patchbay.shell;

import io.patchbay.members.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * Everything a browser keeps for us. Over https the session's name carries the {@code __Host-}
 * prefix (RFC 6265bis section 4.1.3), so that no other host and no plain-text page can set it.
 */
@Component
class Cookies {
  private static final String ATTRIBUTE = Cookies.class.getName();
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final BaseUrl baseUrl;

  Cookies(BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** These cookies, for what answers a request without being a bean. */
  static Cookies of(HttpServletRequest request) {
    return (Cookies) Objects.requireNonNull(request.getAttribute(ATTRIBUTE));
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  private boolean secure() {
    return baseUrl.isSecure();
  }

  private String sessionName() {
    return secure() ? "__Host-patchbay" : "patchbay";
  }

  @Nullable String session(HttpServletRequest request) {
    return read(request, sessionName());
  }

  void keepSession(HttpServletResponse response, String value) {
    write(response, sessionName(), value, Sessions.LIFETIME);
  }

  void endSession(HttpServletResponse response) {
    write(response, sessionName(), "", Duration.ZERO);
  }

  @Nullable Language language(HttpServletRequest request) {
    return Language.ofTag(read(request, "lang"));
  }

  void keep(HttpServletResponse response, Language language) {
    write(response, "lang", language.tag(), A_YEAR);
  }

  Theme theme(HttpServletRequest request) {
    Theme theme = Theme.ofCode(read(request, "theme"));
    return theme == null ? Theme.SYSTEM : theme;
  }

  void keep(HttpServletResponse response, Theme theme) {
    write(response, "theme", theme.code(), A_YEAR);
  }

  /** The reader's own zone, which our script noted down; else the server's. */
  ZoneId zone(HttpServletRequest request) {
    String zone = read(request, "zone");
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone.replace('.', '/'));
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  @Nullable Flash flash(HttpServletRequest request) {
    return Flash.read(read(request, "flash"));
  }

  void keep(HttpServletResponse response, Flash flash) {
    write(response, "flash", flash.seal(), Duration.ofMinutes(1));
  }

  void clearFlash(HttpServletResponse response) {
    write(response, "flash", "", Duration.ZERO);
  }

  private static @Nullable String read(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private void write(HttpServletResponse response, String name, String value, Duration age) {
    String header =
        ResponseCookie.from(name, value)
            .path("/")
            .httpOnly(true)
            .secure(secure())
            .sameSite("Lax")
            .maxAge(age)
            .build()
            .toString();
    response.addHeader(HttpHeaders.SET_COOKIE, header);
  }
}
