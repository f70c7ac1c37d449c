package io.patchbay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet and the logos of the sandbox's pages. */
final class Assets {
  private Assets() {}

  static Reply of(String name) {
    if (name.equals("sandbox.css")) {
      return served("text/css; charset=utf-8", read("/sandbox/sandbox.css"));
    }
    if (name.matches("(slack|google|stripe|github|vercel|linear)\\.svg")) {
      String slug = name.substring(0, name.length() - 4).replace("google", "google-calendar");
      return served("image/svg+xml", read("/catalog/" + slug + "/logo.svg"))
          .with(
              "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }
    return Reply.nothing(404);
  }

  private static Reply served(String type, byte[] content) {
    return content.length == 0
        ? Reply.nothing(404)
        : Reply.text(200, type, new String(content, StandardCharsets.UTF_8))
            .with("Cache-Control", "no-cache");
  }

  private static byte[] read(String resource) {
    try (var in = Assets.class.getResourceAsStream(resource)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + resource, unreadable);
    }
  }
}
