package io.patchbay.rounds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that every node does again and again, with a pause between: it starts once the program has
 * started, and ends first. Each node makes its own rounds, so that the death of one leaves no gap;
 * what may be done once only is claimed in the database by the work itself.
 */
public final class Round implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Round.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Duration pause;
  private final Runnable work;
  private final boolean onceMore;
  private volatile CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  private Round(String name, Duration pause, Runnable work, boolean onceMore) {
    this.name = name;
    this.pause = pause;
    this.work = work;
    this.onceMore = onceMore;
  }

  /**
   * @param name for the log
   * @param work one round; what it throws is logged, and the next round comes all the same
   */
  public static Round every(Duration pause, String name, Runnable work) {
    return new Round(name, pause, work, false);
  }

  /** The same with a last round at an orderly end, for work that empties what memory holds. */
  public Round andOnceMore() {
    return new Round(name, pause, work, true);
  }

  @Override
  public void start() {
    over = new CountDownLatch(1);
    thread = Thread.ofVirtual().name("round " + name).start(this::goRound);
  }

  private void goRound() {
    try {
      do {
        once();
      } while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS));
      if (onceMore) {
        once();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      work.run();
    } catch (RuntimeException | Error surprise) {
      if (over.getCount() > 0) {
        log.warn("A round of '{}' went wrong; the next comes in {}", name, pause, surprise);
      }
    }
  }

  @Override
  public void stop() {
    over.countDown();
    var running = thread;
    thread = null;
    try {
      if (running != null && !running.join(PATIENCE)) {
        running.interrupt();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
