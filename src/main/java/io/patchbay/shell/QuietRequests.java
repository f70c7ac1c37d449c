package io.patchbay.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loggers of the server and of the web framework at INFO whatever level is set above
 * them: below it they write whole requests, with the codes of callbacks, the fields of forms, the
 * cookies and the keys in them.
 */
final class QuietRequests {
  private static final List<String> TALKATIVE =
      List.of(
          "org.apache.coyote",
          "org.apache.tomcat",
          "org.apache.catalina",
          "org.springframework.security",
          "org.springframework.web",
          "org.springframework.boot.web");

  private QuietRequests() {}

  static void hush() {
    for (var name : TALKATIVE) {
      if (LoggerFactory.getLogger(name) instanceof Logger logger) {
        logger.setLevel(Level.INFO);
      }
    }
  }
}
