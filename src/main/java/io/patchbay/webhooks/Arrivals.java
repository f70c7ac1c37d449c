package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import io.patchbay.outbox.Sending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * Group commit: one writer takes all that waits into one statement, and whoever waited is answered
 * after its commit. Under load a commit carries many; alone it carries one, at once.
 */
@Component
class Arrivals implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
  private static final int MOST_WAITING = 4096;
  private static final int MOST_AT_ONCE = 256;
  private static final int MOST_BYTES_AT_ONCE = 8 << 20;

  /** A statement that hears nothing for so long has lost its database. */
  private static final int SILENCE_MS = 5_000;

  private static final String KEEP =
      "select * from keep_arrivals(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private record Waiting(Arrival arrival, CompletableFuture<Boolean> kept) {}

  private final DataSource engine;
  private final Sending sending;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean running;
  private volatile Thread writer = new Thread();

  Arrivals(@Qualifier("engine") DataSource engine, Sending sending) {
    this.engine = engine;
    this.sending = sending;
  }

  /**
   * Done once it is committed; fails where the database does not take it. Whether it was committed
   * then is not known: who sends it again is told "yes" either way, and it counts once.
   */
  CompletableFuture<Boolean> keep(Arrival arrival) {
    var waiting = new Waiting(arrival, new CompletableFuture<>());
    if (!running || !queue.offer(waiting)) {
      waiting.kept().completeExceptionally(new DataAccessResourceFailureException("Too many wait"));
    }
    return waiting.kept();
  }

  private void write() {
    while (running || !queue.isEmpty()) {
      try {
        var batch = next();
        if (!batch.isEmpty()) {
          write(batch);
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private List<Waiting> next() throws InterruptedException {
    var batch = new ArrayList<Waiting>();
    var first = queue.poll(200, TimeUnit.MILLISECONDS);
    int bytes = 0;
    for (var each = first; each != null; each = queue.poll()) {
      batch.add(each);
      bytes += each.arrival().sealed().length;
      if (batch.size() == MOST_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE) {
        break;
      }
    }
    return batch;
  }

  private void write(List<Waiting> batch) {
    try {
      keepOrTryAgain(batch.stream().map(Waiting::arrival).toList());
      batch.forEach(it -> it.kept().complete(true));
      sending.wake();
    } catch (SQLException failed) {
      if (batch.size() > 1 && isOfOne(failed)) {
        batch.forEach(it -> write(List.of(it)));
      } else {
        fail(batch, failed);
      }
    } catch (RuntimeException surprise) {
      fail(batch, surprise);
    }
  }

  private static void fail(List<Waiting> batch, Exception why) {
    log.warn("{} webhooks could not be kept: {}", batch.size(), why.getClass().getSimpleName());
    var failure = new DataAccessResourceFailureException("Not kept", why);
    batch.forEach(it -> it.kept().completeExceptionally(failure));
  }

  /** Another node may have held what this one waited for: then one of the two is told to retry. */
  private void keepOrTryAgain(List<Arrival> batch) throws SQLException {
    try {
      keep(batch);
    } catch (SQLException failed) {
      if (!stateOf(failed).startsWith("40")) {
        throw failed;
      }
      keep(batch);
    }
  }

  /** What cannot be kept for what it says must not take the others with it. */
  private static boolean isOfOne(SQLException failed) {
    return stateOf(failed).startsWith("22") || stateOf(failed).startsWith("23");
  }

  private static String stateOf(SQLException failed) {
    return failed.getSQLState() == null ? "" : failed.getSQLState();
  }

  private void keep(List<Arrival> batch) throws SQLException {
    try (var connection = engine.getConnection()) {
      int patience = connection.getNetworkTimeout();
      connection.setNetworkTimeout(AT_ONCE, SILENCE_MS);
      keep(connection, batch);
      connection.setNetworkTimeout(AT_ONCE, patience);
    }
  }

  private static void keep(Connection connection, List<Arrival> batch) throws SQLException {
    var heard = batch.stream().flatMap(it -> it.targets().stream()).distinct().toList();
    var told = batch.stream().flatMap(it -> it.told().stream()).toList();
    try (var keep = connection.prepareStatement(KEEP)) {
      keep.setArray(1, bytes(connection, batch, Arrival::key));
      keep.setObject(2, at(latest(batch)));
      keep.setArray(3, array(connection, "text", batch, Arrival::contentType));
      keep.setArray(4, bytes(connection, batch, Arrival::sealed));
      keep.setArray(5, array(connection, "uuid", heard, it -> it.owner().id()));
      keep.setArray(6, array(connection, "uuid", heard, it -> it.connection().value()));
      keep.setArray(7, bytes(connection, told, Arrival.Told::key));
      keep.setArray(8, array(connection, "uuid", told, it -> it.target().workspace()));
      keep.setArray(9, array(connection, "uuid", told, Arrival.Told::event));
      keep.setArray(10, array(connection, "text", told, Arrival.Told::integration));
      keep.setArray(11, array(connection, "uuid", told, it -> it.target().install()));
      keep.setArray(12, array(connection, "uuid", told, it -> it.target().connection().value()));
      keep.setArray(13, array(connection, "uuid", told, it -> it.target().resource()));
      keep.setArray(14, array(connection, "text", told, Arrival.Told::says));
      keep.execute();
    }
  }

  private static final Executor AT_ONCE = Runnable::run;

  private static Instant latest(List<Arrival> batch) {
    return Objects.requireNonNull(batch.getLast()).at();
  }

  private static <T> java.sql.Array bytes(
      Connection connection, List<T> of, Function<T, byte[]> column) throws SQLException {
    return connection.createArrayOf("bytea", of.stream().map(column).toArray(byte[][]::new));
  }

  private static <T> java.sql.Array array(
      Connection connection,
      String type,
      List<T> of,
      Function<T, ? extends @Nullable Object> column)
      throws SQLException {
    return connection.createArrayOf(type, of.stream().map(column).toArray());
  }

  @Override
  public void start() {
    running = true;
    writer = Thread.ofPlatform().name("webhooks").daemon().start(this::write);
  }

  /** What waits is written first. */
  @Override
  public void stop() {
    running = false;
    try {
      writer.join(5_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
