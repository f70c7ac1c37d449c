package io.patchbay.outbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.patchbay.egress.Egress;
import io.patchbay.providers.RetryAfter;
import io.patchbay.vault.Secret;
import io.patchbay.vault.Vault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sends events to the host app, at least once, until they are taken or three days have passed. Each
 * node looks for what is due when something was kept on it, and once a second.
 */
@Component
public class Sending implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);
  private static final int AT_ONCE = 64;
  private static final int REQUESTS_AT_ONCE = 16;
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(12));

  private final Sendings sendings;
  private final HostEndpoints endpoints;
  private final Envelopes envelopes;
  private final Egress egress;
  private final InstantSource clock;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean nobodyListens;
  private volatile boolean running;
  private volatile Thread sender = new Thread();

  Sending(
      Sendings sendings,
      HostEndpoints endpoints,
      Envelopes envelopes,
      Egress egress,
      InstantSource clock) {
    this.sendings = sendings;
    this.endpoints = endpoints;
    this.envelopes = envelopes;
    this.egress = egress;
    this.clock = clock;
  }

  /**
   * Something was kept: no need to wait until it is looked for. Where nobody listened a second ago,
   * the next look is soon enough.
   */
  public void wake() {
    if (!nobodyListens && woken.availablePermits() == 0) {
      woken.release();
    }
  }

  private void run() {
    while (running) {
      try {
        // Somewhat apart, so that nodes that started together do not ask together.
        woken.tryAcquire(ThreadLocalRandom.current().nextLong(800, 1200), TimeUnit.MILLISECONDS);
        woken.drainPermits();
        int taken = round();
        while (running && taken > 0) {
          taken = round();
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException | Error away) {
        log.warn("Events wait: {}", away.getClass().getSimpleName());
      }
    }
  }

  /**
   * @return how many were taken
   */
  int round() {
    int taken = 0;
    var listening = sendings.endpoints();
    nobodyListens = listening.isEmpty();
    for (var to : listening) {
      taken += round(to);
    }
    return taken;
  }

  private int round(Sendings.To to) {
    var claim = UUID.randomUUID();
    var claimed =
        to.isPaused()
            ? sendings.probe(to, claim, probeAfter(to))
            : sendings.claim(to, claim, AT_ONCE);
    if (claimed.isEmpty()) {
      return 0;
    }
    var outcomes = send(to, claimed);
    sendings.settle(to, claim, outcomes);
    long taken = outcomes.stream().filter(Sendings.Outcome::taken).count();
    if (taken > 0) {
      sendings.works(to);
    } else {
      sendings.fails(to, outcomes.size(), outcomes.getLast().failure());
    }
    return (int) taken;
  }

  private List<Sendings.Outcome> send(Sendings.To to, List<Sendings.Claimed> claimed) {
    var address = endpoints.address(to.id());
    var outcomes = new ConcurrentLinkedQueue<Sendings.Outcome>();
    var places = new Semaphore(REQUESTS_AT_ONCE);
    var unread = new AtomicReference<@Nullable RuntimeException>();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      claimed.stream()
          .collect(groupingBy(Sendings.Claimed::workspace))
          .forEach((workspace, ofOne) ->
              inParts(
                  workspace,
                  ofOne,
                  unread,
                  told -> {
                    places.acquireUninterruptibly();
                    each.execute(() -> {
                      try {
                        outcomes.add(send(address, told, claimedOf(ofOne, told)));
                      } finally {
                        places.release();
                      }
                    });
                  }));
    }
    // What was sent is settled whatever became of the rest, which is claimed again in a minute.
    var away = unread.get();
    if (away != null && outcomes.isEmpty()) {
      throw away;
    }
    return new ArrayList<>(outcomes);
  }

  /** No more bodies of webhooks are in memory at a time than one part of them. */
  private void inParts(
      UUID workspace,
      List<Sendings.Claimed> claimed,
      AtomicReference<@Nullable RuntimeException> unread,
      Consumer<Told> each) {
    var rest = claimed;
    while (!rest.isEmpty()) {
      List<Told> part;
      try {
        part = sendings.read(workspace, rest);
      } catch (DataAccessException away) {
        unread.set(away);
        return;
      }
      part.forEach(each);
      var read = part.stream().map(Told::seq).collect(toSet());
      rest =
          part.isEmpty()
              ? List.of()
              : rest.stream().filter(it -> !read.contains(it.seq())).toList();
    }
  }

  private static Sendings.Claimed claimedOf(List<Sendings.Claimed> claimed, Told told) {
    return claimed.stream().filter(it -> it.seq() == told.seq()).findFirst().orElseThrow();
  }

  private Sendings.Outcome send(HostEndpoints.Address to, Told told, Sendings.Claimed claimed) {
    long began = System.nanoTime();
    byte[] body;
    try {
      body = envelopes.bytes(told);
    } catch (Vault.Unreadable moved) {
      log.error("Event {} of workspace {} does not open", told.seq(), told.workspace());
      return new Sendings.Outcome(claimed, false, null, "unreadable", 0, wait(claimed.attempts()));
    }
    var now = clock.instant();
    var outcome = post(to.url(), told.id().toString(), now, body, to.secrets());
    int took = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    return switch (outcome) {
      case Egress.Answer answer when answer.status() / 100 == 2 ->
          new Sendings.Outcome(claimed, true, answer.status(), "", took, Duration.ZERO);
      case Egress.Answer answer ->
          new Sendings.Outcome(
              claimed,
              false,
              answer.status(),
              "http_" + answer.status(),
              took,
              wait(claimed.attempts(), answer, now));
      case Egress.NoAnswer none ->
          new Sendings.Outcome(
              claimed,
              false,
              null,
              none.why().name().toLowerCase(java.util.Locale.ROOT),
              took,
              wait(claimed.attempts()));
    };
  }

  Egress.Outcome post(String url, String id, Instant now, byte[] body, List<Secret> secrets) {
    return egress.send(
        new Egress.Request(
            "POST",
            URI.create(url),
            Signing.headers(id, now, body, secrets),
            body,
            "application/json"));
  }

  /** No earlier than the host asked for, and no later than an hour after that. */
  private static Duration wait(int attempts, Egress.Answer answer, Instant now) {
    var asked = RetryAfter.of(answer.headers(), now);
    return asked == null ? wait(attempts) : asked.plusMillis(jitter(1_000));
  }

  private static Duration wait(int attempts) {
    var wait = WAITS.get(Math.clamp(attempts - 1, 0, WAITS.size() - 1));
    return wait.plusMillis(jitter(wait.toMillis() / 5));
  }

  private static long jitter(long most) {
    return ThreadLocalRandom.current().nextLong(most + 1);
  }

  /** More rarely the longer it fails, but at least every ten minutes. */
  private static Duration probeAfter(Sendings.To to) {
    int over = Math.clamp(to.failures() - HostEndpoint.FAILURES, 0, 5);
    return Duration.ofSeconds(Math.min(600, 30L << over)).plusMillis(jitter(5_000));
  }

  @Override
  public void start() {
    running = true;
    sender = Thread.ofPlatform().name("sending").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    wake();
    try {
      sender.join(2_000);
      sender.interrupt();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
