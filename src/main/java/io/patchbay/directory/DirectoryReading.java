package io.patchbay.directory;

import io.patchbay.catalog.Catalog;
import io.patchbay.catalog.CurrentCatalog;
import io.patchbay.catalog.Integration;
import io.patchbay.connections.Label;
import io.patchbay.database.OneTrip;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import io.patchbay.installs.Installs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Everything the directory knows of one workspace at one moment, in one round trip. The page and
 * the API are both made of it.
 */
@Component
public class DirectoryReading {
  private final DataSource app;
  private final CurrentCatalog catalog;
  private final InstantSource clock;

  DirectoryReading(DataSource app, CurrentCatalog catalog, InstantSource clock) {
    this.app = app;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** One entry, what the workspace has of it, and what that means now. */
  public record Line(
      Integration integration, @Nullable InstallFacts install, InstallStatus status, int rank) {}

  /**
   * @param lines what the address asks for: trouble first, worst first; then in use, most used
   *     first; then by category and name
   * @param counts of each label, over what matches the search and the category
   * @param categories how many entries each category has, over what matches the search
   * @param asked what somebody asked an Admin for today, by integration
   */
  public record Seen(
      Catalog catalog,
      List<Line> lines,
      Map<Label, Integer> counts,
      int all,
      Map<String, Integer> categories,
      Set<String> asked,
      boolean anythingInUse) {}

  /**
   * @param enter adds the statement that enters the workspace, which comes first in the trip
   */
  public Seen read(Consumer<OneTrip> enter, Asked asked) {
    var trip = new OneTrip();
    enter.accept(trip);
    var installs = Installs.all(trip);
    var requests = new HashSet<String>();
    trip.ask(
        """
        select integration from access_requests
        where workspace_id = current_workspace() and asked_by = current_person() and declined_at is null and done_at is null
        union all
        select integration from wishes
        where workspace_id = current_workspace() and asked_by = current_person() and integration is not null\
        """,
        List.of(),
        rows -> {
          while (rows.next()) {
            requests.add(rows.getString(1));
          }
        });
    trip.run(app);
    return arrange(catalog.get(), installs.byIntegration(), asked, requests);
  }

  private Seen arrange(
      Catalog catalog, Map<String, InstallFacts> installs, Asked asked, Set<String> requests) {
    var now = clock.instant();
    var finding =
        new Finding(
            catalog.categories().stream()
                .collect(Collectors.toMap(it -> it.id(), Function.identity())));
    var found = new ArrayList<Line>(catalog.bySlug().size());
    boolean anythingInUse = false;
    for (Integration integration : catalog.all()) {
      var install = installs.get(integration.slug());
      anythingInUse |=
          install != null && !(install.connections().isEmpty() && install.saved().isEmpty());
      int rank = asked.query().isEmpty() ? 0 : finding.rank(integration, asked.query());
      if (Finding.found(rank)) {
        found.add(
            new Line(integration, install, InstallStatus.at(now, integration, install), rank));
      }
    }
    var categories = new LinkedHashMap<String, Integer>();
    catalog.categories().forEach(category -> categories.put(category.id(), 0));
    found.forEach(line ->
        line.integration().categories().forEach(it -> categories.merge(it, 1, Integer::sum)));
    if (!asked.category().isEmpty()) {
      found.removeIf(line -> !line.integration().categories().contains(asked.category()));
    }
    var counts = new EnumMap<Label, Integer>(Label.class);
    found.stream()
        .filter(it -> !it.integration().comingSoon())
        .forEach(it -> counts.merge(it.status().label(), 1, Integer::sum));
    int all = found.size();
    if (asked.status() != null) {
      found.removeIf(it -> it.status().label() != asked.status() || it.integration().comingSoon());
    }
    found.sort(order(catalog));
    return new Seen(catalog, found, counts, all, categories, requests, anythingInUse);
  }

  private static Comparator<Line> order(Catalog catalog) {
    var place = new LinkedHashMap<String, Integer>();
    catalog.categories().forEach(it -> place.put(it.id(), place.size()));
    return Comparator.<Line>comparingInt(DirectoryReading::lane)
        .thenComparing(DirectoryReading::worstFirst)
        .thenComparingInt(Line::rank)
        .thenComparingInt(it -> -connections(it))
        .thenComparingInt(it ->
            inUse(it)
                ? 0
                : place.getOrDefault(it.integration().categories().getFirst(), place.size()))
        .thenComparing(it -> it.integration().name(), String.CASE_INSENSITIVE_ORDER);
  }

  /** Trouble, then what is in use, then the rest. */
  private static int lane(Line line) {
    return line.status().label() == Label.NEEDS_ATTENTION ? 0 : inUse(line) ? 1 : 2;
  }

  static boolean inUse(Line line) {
    return line.status().label() != Label.NOT_SET_UP;
  }

  private static int worstFirst(Line one, Line other) {
    return lane(one) == 0 && lane(other) == 0 ? WORST.compare(one, other) : 0;
  }

  private static final Comparator<Line> WORST =
      Comparator.<Line>comparingInt(it -> it.status().reason().row())
          .thenComparing(
              it -> it.status().since(), Comparator.nullsLast(Comparator.naturalOrder()));

  private static int connections(Line line) {
    return line.install() == null ? 0 : line.install().connections().size();
  }
}
