package io.patchbay.hostapi;

import io.patchbay.database.Scope;
import io.patchbay.database.Tenancy;
import io.patchbay.events.CredentialsRead;
import io.patchbay.events.Happening;
import io.patchbay.events.What;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes down who took which credential: one link of the workspace's chain for each connection, key
 * and minute, those of a quarter of a second in one commit. A crash can lose the records of the
 * last second; an orderly end loses none. Several nodes make one record, because its id is made of
 * what it says.
 */
@Component
class ReadsOnRecord implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ReadsOnRecord.class);
  private static final Duration TOGETHER = Duration.ofMillis(250);
  private static final int MOST_IN_ONE_COMMIT = 1_000;

  private final Tenancy tenancy;
  private final ApplicationEventPublisher events;
  private final JdbcClient sql;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<Happening> waiting = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService writing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("reads-on-record").factory());
  private volatile Minute minute = new Minute(Instant.EPOCH, ConcurrentHashMap.newKeySet());

  ReadsOnRecord(
      Tenancy tenancy, ApplicationEventPublisher events, JdbcClient sql, InstantSource clock) {
    this.tenancy = tenancy;
    this.events = events;
    this.sql = sql;
    this.clock = clock;
    var _ =
        writing.scheduleWithFixedDelay(
            this::writeNow, TOGETHER.toMillis(), TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Workspaces in one order for all nodes: none waits for a chain while it holds a later one. */
  private static final Comparator<Happening> IN_TURN =
      Comparator.<Happening, String>comparing(it -> it.workspace().toString())
          .thenComparing(it -> it.id().toString());

  private record Read(ConnectionId connection, UUID key) {}

  private record Minute(Instant began, Set<Read> known) {}

  /** Costs a look into memory, except for the first read of a minute. */
  void note(Held.One one) {
    var began = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    var now = minute;
    if (!now.began().equals(began)) {
      now = new Minute(began, ConcurrentHashMap.newKeySet());
      minute = now;
    }
    var read = new Read(one.connection(), one.key().id());
    if (now.known().add(read)) {
      waiting.add(happening(one, read, began));
    }
  }

  private static Happening happening(Held.One one, Read read, Instant began) {
    var id =
        UUID.nameUUIDFromBytes(
            ("read " + read.connection() + " " + read.key() + " " + began)
                .getBytes(StandardCharsets.UTF_8));
    return new Happening(
        id,
        began,
        What.CREDENTIAL_READ,
        one.workspace(),
        one.integration(),
        one.install(),
        read.connection(),
        null,
        one.account().shown(),
        null,
        Map.of("key", read.key().toString(), "key_name", one.key().name()));
  }

  /** What can't be written now waits for the next time. */
  synchronized void writeWhatWaits() {
    var taken = new ArrayList<Happening>();
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      taken.add(next);
    }
    taken.sort(IN_TURN);
    for (int i = 0; i < taken.size(); i += MOST_IN_ONE_COMMIT) {
      write(taken.subList(i, Math.min(i + MOST_IN_ONE_COMMIT, taken.size())));
    }
  }

  /** The next time comes all the same: what threw once would end these for good. */
  private void writeNow() {
    try {
      writeWhatWaits();
    } catch (RuntimeException | Error surprise) {
      log.error("Reads of credentials could not be written down", surprise);
    }
  }

  /** Where one workspace spoils it, the others are written down without it. */
  private void write(List<Happening> reads) {
    try {
      events.publishEvent(new CredentialsRead(reads));
    } catch (TransientDataAccessException | DataAccessResourceFailureException away) {
      waiting.addAll(reads);
      log.warn("{} reads of credentials wait to be written down", reads.size(), away);
    } catch (RuntimeException together) {
      log.warn("{} reads of credentials are written down apart", reads.size(), together);
      reads.stream().collect(Collectors.groupingBy(Happening::workspace)).forEach(this::write);
    }
  }

  private void write(WorkspaceId workspace, List<Happening> reads) {
    try {
      tenancy.within(Scope.of(workspace), () -> add(reads));
    } catch (DuplicateKeyException anotherNodeWasFaster) {
      waiting.addAll(reads);
    } catch (DataAccessException e) {
      waiting.addAll(reads);
      log.warn("{} reads of credentials wait to be written down", reads.size(), e);
    } catch (RuntimeException surprise) {
      log.error("{} reads of credentials could not be written down", reads.size(), surprise);
    }
  }

  private void add(List<Happening> reads) {
    var known =
        Set.copyOf(
            sql.sql(
                    "select id from activity where workspace_id = current_workspace() and id = any(?)")
                .param(reads.stream().map(Happening::id).toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    reads.stream().filter(it -> !known.contains(it.id())).forEach(events::publishEvent);
  }

  @Override
  public void destroy() {
    writing.shutdown();
    writeWhatWaits();
  }
}
