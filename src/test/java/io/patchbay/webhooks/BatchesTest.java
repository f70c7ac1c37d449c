package io.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;

class BatchesTest {
  private static final int MEGABYTE = 1 << 20;

  /**
   * While the database stalls, what has come fills no memory, and nobody does what nobody awaits.
   */
  @Test
  void aStalledWorkHoldsAFewMegabytesAndNothingThatWasGivenUp() throws Exception {
    var goOn = new CountDownLatch(1);
    var done = new CopyOnWriteArrayList<Integer>();
    var batches =
        new Batches<Integer, Integer>(
            "tests",
            1,
            MEGABYTE,
            number -> MEGABYTE,
            batch -> {
              goOn.await();
              done.addAll(batch);
              return batch;
            });
    batches.start();
    try {
      var asked = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < 100; i++) {
        asked.add(batches.ask(i));
      }
      var refused = asked.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
      assertThat(refused).hasSizeBetween(67, 68);
      assertThatThrownBy(() -> refused.getFirst().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DataAccessResourceFailureException.class);

      var waiting = asked.stream().filter(it -> !it.isDone()).toList();
      waiting.subList(1, 20).forEach(it -> it.cancel(false));
      goOn.countDown();
      for (var kept : waiting.subList(20, waiting.size())) {
        kept.get(30, TimeUnit.SECONDS);
      }
      assertThat(done).hasSize(waiting.size() - 19).contains(0);
      assertThat(batches.ask(1_000).get(30, TimeUnit.SECONDS)).isEqualTo(1_000);
    } finally {
      goOn.countDown();
      batches.stop();
    }
  }

  @Test
  void whatEndsOneBatchEndsNotTheWorker() throws Exception {
    var once = new AtomicBoolean();
    var batches =
        new Batches<Integer, Integer>(
            "tests",
            1,
            MEGABYTE,
            number -> 1,
            batch -> {
              if (!once.getAndSet(true)) {
                throw new StackOverflowError("deep");
              }
              return List.copyOf(batch);
            });
    batches.start();
    try {
      assertThatThrownBy(() -> batches.ask(1).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DataAccessResourceFailureException.class);
      assertThat(batches.ask(2).get(30, TimeUnit.SECONDS)).isEqualTo(2);
    } finally {
      batches.stop();
    }
  }

  /** Or whoever delivers in the moment of a stop hears "later" from a server that still listens. */
  @Test
  void theyBeginBeforeTheWebServerAndEndAfterIt() {
    assertThat(Batches.PHASE)
        .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
        .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
  }
}
