package io.patchbay.database;

import static io.patchbay.database.Columns.requiredInstant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's clock, as every node tells it: looked at again and again, and carried on in
 * between by the processor's count of nanoseconds, so that a node whose own clock is wrong or jumps
 * decides as the others do. Until the first look, and where none succeeds, it is the node's own.
 */
final class DatabaseClock implements InstantSource, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);

  /** A look that took longer says too little about when it was. */
  private static final Duration LONGEST_LOOK = Duration.ofMillis(500);

  private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

  private final JdbcClient sql;
  private final InstantSource own;
  private final LongSupplier nanos;
  private volatile @Nullable Seen seen;

  DatabaseClock(JdbcClient sql) {
    this(sql, InstantSource.system(), System::nanoTime);
  }

  DatabaseClock(JdbcClient sql, InstantSource own, LongSupplier nanos) {
    this.sql = sql;
    this.own = own;
    this.nanos = nanos;
  }

  private record Seen(Instant there, long nanos) {}

  @Override
  public Instant instant() {
    var last = seen;
    return last == null ? own.instant() : last.there().plusNanos(nanos.getAsLong() - last.nanos());
  }

  void look() {
    boolean first = seen == null;
    long before = nanos.getAsLong();
    Instant there;
    try {
      there =
          sql.sql("select clock_timestamp()").query((row, n) -> requiredInstant(row, 1)).single();
    } catch (DataAccessException away) {
      return;
    }
    long took = nanos.getAsLong() - before;
    if (took > LONGEST_LOOK.toNanos()) {
      return;
    }
    seen = new Seen(there, before + took / 2);
    var off = Duration.between(there, own.instant());
    if (first && off.abs().compareTo(WORTH_A_WORD) > 0) {
      log.warn("This node's clock is {} s off the database's, which counts", off.toSeconds());
    }
  }

  /** Before anything else goes its rounds. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }

  @Override
  public void start() {
    look();
  }

  @Override
  public void stop() {
    seen = null;
  }

  @Override
  public boolean isRunning() {
    return seen != null;
  }
}
