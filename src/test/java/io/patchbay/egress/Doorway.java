package io.patchbay.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The real door, for the tests of other rooms, open to one loopback port. */
public final class Doorway implements Egress, AutoCloseable {
  private final Door door;

  public Doorway(int port, Duration timeout) {
    this(
        new Door(
            new EgressSettings(List.of("127.0.0.1:" + port), timeout),
            Stream::of,
            new SystemNames()));
  }

  Doorway(Door door) {
    this.door = door;
  }

  @Override
  public Outcome send(Request request) {
    return door.send(request);
  }

  @Override
  public void close() {
    try {
      door.destroy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
