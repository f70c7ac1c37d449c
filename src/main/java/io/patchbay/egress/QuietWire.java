package io.patchbay.egress;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Keeps the HTTP client's own loggers quiet whatever level is set above them: below a warning they
 * write request lines with their queries, headers and bodies, which hold secrets. What is worth
 * knowing of a request the door logs itself.
 */
final class QuietWire {
  private static final Map<String, Level> LOUD =
      Map.of(
          "org.apache.hc", Level.WARN,
          "org.apache.hc.client5.http.wire", Level.OFF,
          "org.apache.hc.client5.http.headers", Level.OFF,
          "org.apache.hc.client5.http.impl.classic.MainClientExec", Level.OFF);

  private QuietWire() {}

  static void hush() {
    LOUD.forEach((name, level) -> {
      if (LoggerFactory.getLogger(name) instanceof Logger logger) {
        logger.setLevel(level);
      }
    });
  }
}
