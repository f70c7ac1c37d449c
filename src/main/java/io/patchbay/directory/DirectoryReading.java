package io.patchbay.directory;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.Label;
import io.patchbay.database.OneTrip;
import io.patchbay.installs.Access;
import io.patchbay.installs.FactsInHand;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Passes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Everything the directory knows of one workspace at one moment, in one round trip, or in two after
 * something changed. The page and the API are both made of it.
 */
@Component
public class DirectoryReading {
  /** How many cards a page has. */
  public static final int PAGE = 48;

  private final DataSource app;
  private final FactsInHand inHand;
  private final CurrentCatalog catalog;
  private final Passes passes;
  private final InstantSource clock;
  private volatile @Nullable Shelf shelf;

  DirectoryReading(
      DataSource app,
      FactsInHand inHand,
      CurrentCatalog catalog,
      Passes passes,
      InstantSource clock) {
    this.passes = passes;
    this.app = app;
    this.inHand = inHand;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** One entry, what the workspace has of it, and what that means now. */
  public record Line(
      Integration integration,
      @Nullable InstallFacts install,
      InstallStatus status,
      Access access) {
    boolean settable() {
      return access.open() && !integration.comingSoon();
    }

    List<ConnectionFacts> connections() {
      return install == null ? List.of() : install.connections();
    }
  }

  /**
   * @param lines the asked page of what the address asks for: trouble first, worst first; then in
   *     use, most used first; then by category and name
   * @param more whether there is another page
   * @param counts of each label, over what matches the search and the category
   * @param categories how many entries each category has, over what matches the search
   * @param beyond categories that hold more of what the workspace can't have than is shown
   * @param own what the reader has under way
   * @param suggested first connections for a workspace that has nothing in use
   * @param lastChecked when the latest check of any connection was, or null without one
   * @param shut what this workspace's plan and flags don't open
   */
  public record Seen(
      Catalog catalog,
      List<Line> lines,
      boolean more,
      Map<Label, Integer> counts,
      int all,
      Map<String, Integer> categories,
      Set<String> beyond,
      Own own,
      boolean anythingInUse,
      List<Line> suggested,
      @Nullable Instant lastChecked,
      Set<Integration.Gate> shut) {
    /** Whether this workspace may begin with it. */
    boolean open(Integration integration) {
      return integration.gate() == null || !shut.contains(integration.gate());
    }
  }

  /**
   * @param enter adds the statement that enters the workspace, which comes first in the trip
   */
  public Seen read(Consumer<OneTrip> enter, Asked asked) {
    var trip = new OneTrip();
    enter.accept(trip);
    var installs = inHand.ask(trip, enter);
    var beside = Beside.ask(trip, passes, clock.instant());
    trip.run(app);
    return arrange(shelf(), installs.byIntegration(), beside, asked);
  }

  // A reload makes another catalog, so that the same one need not be compared entry by entry.
  @SuppressWarnings("ReferenceEquality")
  private Shelf shelf() {
    var current = catalog.get();
    var known = shelf;
    if (known == null || known.catalog() != current) {
      known = Shelf.of(current);
      shelf = known;
    }
    return known;
  }

  private Seen arrange(Shelf all, Map<String, InstallFacts> installs, Beside beside, Asked asked) {
    var pass = beside.pass();
    var shut = pass.shut(all.gates());
    var shelf = all.behind(shut);
    var now = clock.instant();
    int @Nullable [] ranks = asked.query().isEmpty() ? null : shelf.finding().ranks(asked.query());
    var touched = new HashMap<String, Line>(installs.size() * 2);
    var inUse = new ArrayList<Placed>(installs.size());
    var regained = new ArrayList<Shelf.Item>(0);
    boolean anythingInUse = false;
    for (var install : installs.values()) {
      var item = shelf.bySlug().get(install.integration());
      anythingInUse |= !(install.connections().isEmpty() && install.saved().isEmpty());
      if (item != null && Shelf.found(ranks, item) && asked.covers(item.integration())) {
        var status = InstallStatus.at(now, item.integration(), item.expected(), install);
        var line =
            new Line(item.integration(), install, status, pass.to(item.integration(), status));
        if (line.access() == Access.HIDDEN) {
          continue;
        }
        if (line.access() != item.access()) {
          regained.add(item);
        }
        touched.put(install.integration(), line);
        if (inUse(line)) {
          inUse.add(
              new Placed(
                  line, ranks == null ? 0 : ranks[item.at()], beside.uses(install.integration())));
        }
      }
    }
    var categories = shelf.counts(ranks);
    var found =
        asked.category().isEmpty()
            ? shelf.total(ranks)
            : categories.getOrDefault(asked.category(), Shelf.Count.NONE);
    if (!regained.isEmpty()) {
      categories = new LinkedHashMap<>(categories);
      for (var item : regained) {
        var more = Shelf.Count.regained(item);
        found = found.and(more);
        for (var category : item.integration().categories()) {
          categories.merge(category, more, Shelf.Count::and);
        }
      }
    }
    var counts = Counts.of(found, touched.values());
    if (asked.status() != null) {
      inUse.removeIf(it -> it.line().status().label() != asked.status() || !it.line().settable());
    }
    inUse.sort(Placed.ORDER);
    var page = new Page(asked.page());
    inUse.forEach(it -> page.add(it.line()));
    boolean few = asked.query().isEmpty() && asked.category().isEmpty();
    var beyond = new HashSet<String>();
    if (asked.status() == null || asked.status() == Label.NOT_SET_UP) {
      for (var item : shelf.ranked(ranks)) {
        var line = line(item, touched);
        boolean shown =
            asked.covers(item.integration())
                && (asked.status() == null || line.settable())
                && !inUse(line);
        if (shown && few && item.beyond()) {
          beyond.add(item.integration().categories().getFirst());
        } else if (shown && !page.add(line)) {
          break;
        }
      }
    }
    return new Seen(
        shelf.catalog(),
        page.lines,
        page.more,
        counts,
        found.all(),
        Counts.all(categories),
        beyond,
        beside.own(),
        anythingInUse,
        anythingInUse ? List.of() : shelf.featured().stream().map(it -> line(it, touched)).toList(),
        lastChecked(touched.values()),
        shut);
  }

  private static Line line(Shelf.Item item, Map<String, Line> touched) {
    var line = touched.get(item.integration().slug());
    return line == null
        ? new Line(item.integration(), null, item.untouched(), item.access())
        : line;
  }

  static boolean inUse(Line line) {
    return line.status().label() != Label.NOT_SET_UP;
  }

  private static @Nullable Instant lastChecked(Iterable<Line> lines) {
    Instant last = null;
    for (var line : lines) {
      for (var connection : line.connections()) {
        var at = connection.lastAttempt();
        if (at != null && (last == null || at.isAfter(last))) {
          last = at;
        }
      }
    }
    return last;
  }

  /** Takes lines in their order and keeps those of one page. */
  private static final class Page {
    final List<Line> lines = new ArrayList<>(PAGE);
    boolean more;
    private int before;

    Page(int number) {
      before = (number - 1) * PAGE;
    }

    /** Whether there may be room for another. */
    boolean add(Line line) {
      if (before > 0) {
        before--;
      } else if (lines.size() < PAGE) {
        lines.add(line);
      } else {
        more = true;
      }
      return !more;
    }
  }

  /**
   * @param rank how well it matches the search; lower is better
   * @param uses how much it was used lately
   */
  private record Placed(Line line, int rank, long uses) {
    /** Trouble first, worst first; then what is in use, most used first. */
    static final Comparator<Placed> ORDER =
        Comparator.<Placed>comparingInt(it -> it.trouble() ? it.line.status().reason().row() : 99)
            .thenComparing(
                it -> it.trouble() ? it.line.status().since() : null,
                Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingInt(Placed::rank)
            .thenComparing(Comparator.comparingLong(Placed::uses).reversed())
            .thenComparingInt(it -> -it.line.connections().size())
            .thenComparing(it -> it.line.integration().name(), String.CASE_INSENSITIVE_ORDER);

    private boolean trouble() {
      return line.status().label() == Label.NEEDS_ATTENTION;
    }
  }
}
