package io.patchbay.egress;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps the HTTP client's own loggers off whatever level is set: they write headers and bodies,
 * which hold secrets.
 */
final class QuietWire {
  private static final List<String> LOUD =
      List.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers");

  private QuietWire() {}

  static void hush() {
    for (var name : LOUD) {
      if (LoggerFactory.getLogger(name) instanceof Logger logger) {
        logger.setLevel(Level.OFF);
      }
    }
  }
}
