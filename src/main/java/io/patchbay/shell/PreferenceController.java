package io.patchbay.shell;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Language and light: kept in the browser, and back to the page where they were chosen. */
@Controller
class PreferenceController {
  private final Cookies cookies;

  PreferenceController(Cookies cookies) {
    this.cookies = cookies;
  }

  @PostMapping("/preferences")
  SeeOther keep(
      @RequestParam(defaultValue = "") String lang,
      @RequestParam(defaultValue = "") String theme,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!SameOrigin.isProven(request)) {
      throw new Problem(403, "foreign_form");
    }
    Language language = Language.ofTag(lang);
    if (language != null) {
      cookies.keep(response, language);
    }
    Theme light = Theme.ofCode(theme);
    if (light != null) {
      cookies.keep(response, light);
    }
    return SeeOther.to(whereFrom(request));
  }

  private static String whereFrom(HttpServletRequest request) {
    String page = request.getHeader("Referer");
    String host = "://" + request.getHeader("Host");
    int at = page == null ? -1 : page.indexOf(host);
    return page == null || at < 4 || at > 5
        ? "/"
        : LocalPath.or(page.substring(at + host.length()), "/");
  }
}
