package io.patchbay.health;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * So many at a time are at the database, and never all of its connections. The others wait here as
 * long as it takes, and not for a connection, which gives up after a moment.
 */
final class Crowd {
  private final Semaphore places;

  Crowd(int places) {
    this.places = new Semaphore(places);
  }

  <T> T atTheDatabase(Supplier<T> work) {
    places.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
