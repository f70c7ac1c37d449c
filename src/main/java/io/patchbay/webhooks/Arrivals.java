package io.patchbay.webhooks;

import static io.patchbay.database.Columns.at;

import io.patchbay.outbox.Payloads;
import io.patchbay.outbox.Sending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Group commit: one writer takes all that waits into one statement, and whoever waited is answered
 * after its commit. Under load a commit carries many; alone it carries one, at once.
 */
@Component
class Arrivals implements SmartLifecycle {
  private static final int MOST_AT_ONCE = 256;
  private static final int MOST_BYTES_AT_ONCE = 8 << 20;

  private static final String KEEP =
      "select * from keep_arrivals(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final DataSource engine;
  private final Payloads payloads;
  private final Sending sending;
  private final Batches<Arrival, Boolean> batches =
      new Batches<>(
          "webhooks", MOST_AT_ONCE, MOST_BYTES_AT_ONCE, it -> it.body().length, this::write);
  private volatile boolean running;

  Arrivals(@Qualifier("engine") DataSource engine, Payloads payloads, Sending sending) {
    this.engine = engine;
    this.payloads = payloads;
    this.sending = sending;
  }

  /**
   * Done once it is committed; fails where the database does not take it. Whether it was committed
   * then is not known: who sends it again is told "yes" either way, and it counts once.
   */
  CompletableFuture<Boolean> keep(Arrival arrival) {
    return batches.ask(arrival);
  }

  private List<Boolean> write(List<Arrival> batch) throws SQLException, Batches.Alone {
    try {
      keepOrTryAgain(batch);
      sending.wake();
      return Collections.nCopies(batch.size(), true);
    } catch (SQLException failed) {
      if (batch.size() > 1 && isOfOne(failed)) {
        throw new Batches.Alone(failed);
      }
      throw failed;
    }
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
    Silence.endsAfterFiveSeconds(engine, connection -> keep(connection, batch));
  }

  private boolean keep(Connection connection, List<Arrival> batch) throws SQLException {
    var heard = batch.stream().flatMap(it -> it.targets().stream()).distinct().toList();
    var told = batch.stream().flatMap(it -> it.told().stream()).toList();
    try (var keep = connection.prepareStatement(KEEP)) {
      keep.setArray(1, bytes(connection, batch, Arrival::key));
      keep.setObject(2, at(latest(batch)));
      keep.setArray(3, array(connection, "text", batch, Arrival::contentType));
      keep.setArray(4, bytes(connection, batch, this::sealed));
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
      return keep.execute();
    }
  }

  /** Here, on a thread that stays: a cipher is costly to begin with. */
  private byte[] sealed(Arrival arrival) {
    return payloads.seal(arrival.key(), arrival.body());
  }

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
    batches.start();
    running = true;
  }

  /** What waits is written first. */
  @Override
  public void stop() {
    running = false;
    batches.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server begins, and until it has answered whom it took in. */
  @Override
  public int getPhase() {
    return Batches.PHASE;
  }
}
