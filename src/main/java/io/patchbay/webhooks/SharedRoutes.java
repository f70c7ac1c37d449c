package io.patchbay.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Finds whom a delivery at an integration's shared address is for, by what it says: one lookup by
 * index each, and one trip for all that ask at the same time.
 */
@Component
class SharedRoutes implements SmartLifecycle {
  private static final int MOST_AT_ONCE = 128;

  private record Asked(String integration, @Nullable String account, @Nullable String resource) {}

  private final DataSource engine;
  private final Batches<Asked, List<Target>> batches =
      new Batches<>("routes", MOST_AT_ONCE, Integer.MAX_VALUE, it -> 0, this::look);
  private volatile boolean running;

  SharedRoutes(@Qualifier("engine") DataSource engine) {
    this.engine = engine;
  }

  /**
   * @param account goes before the resource, which then only says what of the account it is about
   */
  List<Target> find(String integration, @Nullable String account, @Nullable String resource) {
    return Waits.forAnswer(batches.ask(new Asked(integration, account, resource)));
  }

  private List<List<Target>> look(List<Asked> batch) throws SQLException {
    return Silence.endsAfterFiveSeconds(engine, connection -> look(connection, batch));
  }

  private static List<List<Target>> look(Connection connection, List<Asked> batch)
      throws SQLException {
    var found =
        IntStream.range(0, batch.size()).<List<Target>>mapToObj(i -> new ArrayList<>(1)).toList();
    try (var look = connection.prepareStatement("select * from route_webhooks(?, ?, ?)")) {
      look.setArray(1, texts(connection, batch, Asked::integration));
      look.setArray(2, texts(connection, batch, Asked::account));
      look.setArray(3, texts(connection, batch, Asked::resource));
      try (var rows = look.executeQuery()) {
        while (rows.next()) {
          found.get(rows.getInt(1) - 1).add(Target.of(rows, 2));
        }
      }
    }
    return found;
  }

  private static java.sql.Array texts(
      Connection connection, List<Asked> of, Function<Asked, @Nullable String> column)
      throws SQLException {
    return connection.createArrayOf("text", of.stream().map(column).toArray());
  }

  @Override
  public void start() {
    batches.start();
    running = true;
  }

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
