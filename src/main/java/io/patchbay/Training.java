package io.patchbay;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first minute of a newcomer, walked once after each build, so that the JDK's ahead-of-time
 * cache knows the classes that a first minute needs (JEP 483, 514, 515).
 */
final class Training {
  private static final List<String> PAGES =
      List.of(
          "/actuator/health/readiness",
          "/",
          "/w/pinework/integrations",
          "/w/pinework/integrations?q=calendar",
          "/w/pinework/connect",
          "/account/sources");

  private Training() {}

  static void visit(URI address) {
    String session = signIn(address);
    for (int round = 0; round < 5; round++) {
      PAGES.forEach(page -> get(address.resolve(page), session));
    }
  }

  private static @Nullable String signIn(URI address) {
    try {
      var request = open(address.resolve("/demo/session"));
      request.setDoOutput(true);
      request.setRequestProperty("Origin", address.toString());
      request.getOutputStream().write("member=ada".getBytes(StandardCharsets.US_ASCII));
      String cookie = request.getHeaderField("Set-Cookie");
      return cookie == null ? null : cookie.replaceFirst(";.*", "");
    } catch (IOException e) {
      return failed(e);
    }
  }

  private static void get(URI page, @Nullable String session) {
    try {
      var request = open(page);
      if (session != null) {
        request.setRequestProperty("Cookie", session);
      }
      try (var answer =
          request.getResponseCode() < 400 ? request.getInputStream() : request.getErrorStream()) {
        if (answer != null) {
          answer.readAllBytes();
        }
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private static HttpURLConnection open(URI page) throws IOException {
    var request = (HttpURLConnection) page.toURL().openConnection();
    request.setInstanceFollowRedirects(false);
    request.setRequestProperty("Accept", "text/html");
    request.setRequestProperty("Accept-Encoding", "gzip");
    return request;
  }

  /** A page that fails costs some speed at the next start and nothing else. */
  private static @Nullable String failed(IOException e) {
    System.err.println("While training: " + e);
    return null;
  }
}
