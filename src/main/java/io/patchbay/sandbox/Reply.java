package io.patchbay.sandbox;

import gg.jte.models.runtime.JteModel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a pretend provider answers. */
record Reply(int status, Map<String, String> headers, byte[] body) {
  static Reply json(int status, Object value) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        JsonMapper.shared().writeValueAsBytes(value));
  }

  static Reply ok(Object value) {
    return json(200, value);
  }

  static Reply text(int status, String contentType, String text) {
    return new Reply(
        status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply nothing(int status) {
    return new Reply(status, Map.of(), new byte[0]);
  }

  /**
   * @param alsoTo a further origin that a form of the page may end up at, or empty: browsers hold
   *     the redirect after a form to its {@code form-action} too
   */
  static Reply page(int status, JteModel page, String alsoTo) {
    return text(status, "text/html; charset=utf-8", page.render())
        .with("Cache-Control", "no-store")
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' "
                + alsoTo
                + "; frame-ancestors 'none'; base-uri 'none'")
        .with("Referrer-Policy", "same-origin")
        .with("X-Frame-Options", "DENY")
        .with("Cross-Origin-Opener-Policy", "same-origin");
  }

  static Reply seeOther(URI address) {
    return nothing(303).with("Location", address.toString()).with("Cache-Control", "no-store");
  }

  Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
