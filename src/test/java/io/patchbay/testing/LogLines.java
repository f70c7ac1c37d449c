package io.patchbay.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Every line that was logged, to be read while others still log: programs that earlier tests
 * started go on speaking, and Logback's own {@code ListAppender} keeps a list that no one may read
 * meanwhile.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> {
  private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

  @Override
  protected void append(ILoggingEvent line) {
    lines.add(line);
  }

  /** What was logged so far, in order. */
  public List<ILoggingEvent> soFar() {
    return List.copyOf(lines);
  }
}
