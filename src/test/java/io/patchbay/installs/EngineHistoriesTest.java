package io.patchbay.installs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.CatalogMistakes;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Mistake;
import io.patchbay.connections.Label;
import io.patchbay.providers.Provider;
import io.patchbay.testing.PatchbayTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/**
 * Random fault histories through the real engine on PostgreSQL, with clocks that are set, against
 * the same second opinion as {@link StatusHistoriesTest}. {@code -Dengine.histories=100000} lives
 * as many; see bin/soak.
 */
@PatchbayTest
@Import(EngineHistoriesTest.Clock.class)
@TestPropertySource(properties = {"patchbay.health.look-every=10h", "patchbay.empty=true"})
class EngineHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("engine.histories", 200);
  private static final int AT_ONCE = 3;
  private static final OwnTime TIME = new OwnTime();
  private static final PretendAnswers PROVIDER = new PretendAnswers();
  private static final Map<String, Integration> ENTRIES = new ConcurrentHashMap<>();

  @TestBean(name = "takingTurns")
  Provider provider = PROVIDER;

  @TestBean(name = "loadedCatalog")
  CurrentCatalog catalog = catalog();

  @Autowired ApplicationContext program;

  static Provider provider() {
    return PROVIDER;
  }

  static CurrentCatalog catalog() {
    return new Entries(new Catalog(ENTRIES, List.of()));
  }

  /** Of the histories that are being lived. */
  private record Entries(Catalog get) implements CurrentCatalog, CatalogMistakes {
    @Override
    public List<Mistake> mistakes() {
      return List.of();
    }

    @Override
    public Pending pending() {
      return new Pending(List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public void reload() {}
  }

  /** Not found by whoever starts the whole program in a test: only who imports it gets it. */
  static class Clock {
    @Bean
    OwnTime ownTime() {
      return TIME;
    }
  }

  private final AtomicInteger contradicted = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private final AtomicInteger happenings = new AtomicInteger();

  @Test
  void noRandomFaultHistoryEndsInACardThatDiffersFromTheTable() {
    long first = Long.getLong("patchbay.histories.seed", 77_000_000L);
    var next = new AtomicLong(first);
    long began = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var all =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  i -> CompletableFuture.runAsync(() -> live(next, first + HISTORIES), threads))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).join();
    }
    System.out.printf(
        "Histories: %,d through the engine (%,d happenings, %,d probes) in %.0f s: 0 cards that differ from the table,"
            + " %d 'Connected' against the last answer%n",
        HISTORIES,
        happenings.get(),
        probes.get(),
        (System.nanoTime() - began) / 1e9,
        contradicted.get());
    assertThat(contradicted).hasValue(0);
  }

  private void live(AtomicLong next, long end) {
    try {
      for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
        live(seed);
      }
    } finally {
      next.set(end);
    }
  }

  private void live(long seed) {
    var planned = RandomHistories.from(seed, "history-" + seed);
    var entry = planned.entry();
    ENTRIES.put(entry.slug(), entry);
    var life = new EngineLife(program, TIME, PROVIDER, entry);
    var lived = life.live(planned);
    var facts = life.facts();
    var status = InstallStatus.at(lived.now(), entry, facts);
    StatusHistoriesTest.agree(lived, StatusByTheTable.of(lived), status);
    if (status.label() == Label.CONNECTED
        && facts.connections().stream().anyMatch(it -> it.refusal() != null)) {
      contradicted.incrementAndGet();
    }
    happenings.addAndGet(lived.happenings().size());
    probes.addAndGet(life.probes());
    ENTRIES.remove(entry.slug());
  }
}
