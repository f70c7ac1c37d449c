package io.patchbay.database;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the jobs once the program has started, and beside it: the scheduler first asks for the
 * next time of each job that comes again, and nobody who wants to see a page waits for that.
 */
@Component
final class JobsStart implements DbSchedulerStarter, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(JobsStart.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ObjectProvider<Scheduler> scheduler;
  private volatile @Nullable Thread starting;

  /**
   * @param scheduler empty where the settings say that this node carries out no jobs
   */
  JobsStart(ObjectProvider<Scheduler> scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void start() {
    starting = Thread.ofVirtual().name("jobs-start").start(this::doStart);
  }

  @Override
  public void doStart() {
    try {
      scheduler.ifAvailable(JobsStart::start);
    } catch (RuntimeException e) {
      log.error("The jobs did not start: their work waits for another node or another start", e);
    }
  }

  private static void start(Scheduler it) {
    var state = it.getSchedulerState();
    if (!state.isStarted() && !state.isShuttingDown()) {
      it.start();
    }
  }

  /** What has begun to start is not stopped halfway. */
  @Override
  public void stop() {
    var begun = starting;
    starting = null;
    try {
      if (begun != null && !begun.join(PATIENCE)) {
        begun.interrupt();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return starting != null;
  }
}
