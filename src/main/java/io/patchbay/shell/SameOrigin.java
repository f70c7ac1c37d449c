package io.patchbay.shell;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Whether a request that changes something was made by a page of ours, as the browser tells it. */
final class SameOrigin {
  private SameOrigin() {}

  /** The browser says so: by {@code Sec-Fetch-Site}, or an older one by {@code Origin}. */
  static boolean isProven(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site != null ? site.equals("same-origin") : originIsOurs(request);
  }

  /** The browser says otherwise. Silence is no contradiction: a script sends neither header. */
  static boolean isContradicted(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      return true;
    }
    return request.getHeader("Origin") != null && !originIsOurs(request);
  }

  // The Host was compared with the public address before; only the way there is left.
  private static boolean originIsOurs(HttpServletRequest request) {
    @Nullable String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    return origin != null && (origin.equals("https://" + host) || origin.equals("http://" + host));
  }
}
