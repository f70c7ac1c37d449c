package io.patchbay.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * One thread does the work of all who wait: it takes everything that has come meanwhile and does it
 * together. Under load a batch holds many; alone it holds one, at once.
 *
 * @param <A> what is asked
 * @param <B> what it is answered
 */
final class Batches<A, B> {
  private static final Logger log = LoggerFactory.getLogger(Batches.class);
  private static final int MOST_WAITING = 4096;
  private static final long MOST_BYTES_WAITING = 32L << 20;

  /** Below that of the web server, which is started after it and stopped before it. */
  static final int PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;

  private final String name;
  private final int mostAtOnce;
  private final int mostBytes;
  private final ToIntFunction<A> size;
  private final Work<A, B> work;
  private final BlockingQueue<Waiting<A, B>> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong bytesWaiting = new AtomicLong();
  private volatile boolean running;
  private volatile Thread worker = new Thread();

  /** Done once for the whole batch; its results stand in the order of what was asked. */
  interface Work<A, B> {
    List<B> of(List<A> batch) throws Exception;
  }

  private record Waiting<A, B>(A asked, CompletableFuture<B> answer) {}

  /**
   * @param size of one in bytes
   * @param mostBytes in a batch, one that is larger goes alone
   */
  Batches(String name, int mostAtOnce, int mostBytes, ToIntFunction<A> size, Work<A, B> work) {
    this.name = name;
    this.mostAtOnce = mostAtOnce;
    this.mostBytes = mostBytes;
    this.size = size;
    this.work = work;
  }

  /**
   * Fails where the work did, or too many wait. Whoever waits no more cancels it, and it is left
   * undone.
   */
  CompletableFuture<B> ask(A asked) {
    var waiting = new Waiting<A, B>(asked, new CompletableFuture<>());
    if (!running || !isLetIn(waiting)) {
      waiting
          .answer()
          .completeExceptionally(new DataAccessResourceFailureException("Too many wait"));
    }
    return waiting.answer();
  }

  private boolean isLetIn(Waiting<A, B> waiting) {
    int bytes = size.applyAsInt(waiting.asked());
    boolean fits = bytesWaiting.addAndGet(bytes) <= MOST_BYTES_WAITING && queue.offer(waiting);
    if (!fits) {
      bytesWaiting.addAndGet(-bytes);
    }
    return fits;
  }

  private void run() {
    while (running || !queue.isEmpty()) {
      try {
        var batch = next();
        if (!batch.isEmpty()) {
          work(batch);
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private List<Waiting<A, B>> next() throws InterruptedException {
    var batch = new ArrayList<Waiting<A, B>>();
    int bytes = 0;
    @Nullable Waiting<A, B> each = queue.poll(200, TimeUnit.MILLISECONDS);
    while (each != null) {
      int its = size.applyAsInt(each.asked());
      bytesWaiting.addAndGet(-its);
      if (!each.answer().isDone()) {
        batch.add(each);
        bytes += its;
      }
      each = batch.size() == mostAtOnce || bytes >= mostBytes ? null : queue.poll();
    }
    return batch;
  }

  private void work(List<Waiting<A, B>> batch) {
    try {
      var answers = work.of(batch.stream().map(Waiting::asked).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (Alone mixed) {
      batch.forEach(it -> work(List.of(it)));
    } catch (Exception | Error failed) {
      log.warn(
          "{} {} could not be done: {}", batch.size(), name, failed.getClass().getSimpleName());
      var failure = new DataAccessResourceFailureException("Not done", failed);
      batch.forEach(it -> it.answer().completeExceptionally(failure));
    }
  }

  /** One of a batch spoils it: each is to be done alone. */
  static final class Alone extends Exception {
    Alone(Throwable why) {
      super(why);
    }
  }

  void start() {
    running = true;
    worker = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /** What waits is done first. */
  void stop() {
    running = false;
    try {
      worker.join(5_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
