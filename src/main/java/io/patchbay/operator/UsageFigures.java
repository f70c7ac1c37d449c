package io.patchbay.operator;

import io.patchbay.events.ConnectPageReached.Far;
import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the counts say: a pure function of them. */
record UsageFigures(List<Usage.Count> counts, Map<String, List<Usage.Count>> byIntegration) {

  UsageFigures(List<Usage.Count> counts) {
    this(counts, counts.stream().collect(Collectors.groupingBy(Usage.Count::integration)));
  }

  /** Where on the connect page somebody stopped, by its sections. */
  enum Left {
    PROVIDER,
    ACCOUNT,
    RESOURCES,
    CONFIGURE
  }

  private List<Usage.Count> of(String integration) {
    return byIntegration.getOrDefault(integration, List.of());
  }

  long total(Counted what) {
    return sum(counts, it -> it.what() == what);
  }

  long total(Counted what, String integration) {
    return sum(of(integration), it -> it.what() == what);
  }

  /** Went to the consent page and never came back, or not yet; day by day. */
  Map<LocalDate, Long> abandoned(String integration) {
    return fewer(
        integration,
        it -> it.what() == Counted.STARTED,
        it -> it.what() == Counted.FINISHED || it.what() == Counted.FAILED);
  }

  long abandonedAtConsent(String integration) {
    return sum(abandoned(integration));
  }

  /**
   * How many of those who came to a section of the connect page went no further, day by day.
   *
   * @param asks whether there is something to configure; otherwise whoever selects goes on to link
   */
  Map<LocalDate, Long> left(String integration, Left section, boolean asks) {
    return switch (section) {
      case PROVIDER -> fewer(integration, reached(Far.OPENED), reached(Far.STARTED));
      case ACCOUNT -> fewer(integration, reached(Far.STARTED), reached(Far.ACCOUNT));
      case RESOURCES ->
          fewer(integration, reached(Far.LISTED), reached(asks ? Far.SELECTED : Far.LINKED));
      case CONFIGURE ->
          asks ? fewer(integration, reached(Far.SELECTED), reached(Far.LINKED)) : new TreeMap<>();
    };
  }

  private static Predicate<Usage.Count> reached(Far far) {
    var word = far.word();
    return it -> it.what() == Counted.REACHED && it.detail().equals(word);
  }

  private Map<LocalDate, Long> fewer(
      String integration, Predicate<Usage.Count> came, Predicate<Usage.Count> went) {
    var days = new TreeMap<LocalDate, Long>();
    of(integration)
        .forEach(it -> {
          long count = came.test(it) ? it.count() : went.test(it) ? -it.count() : 0;
          days.merge(day(it), count, Long::sum);
        });
    days.replaceAll((day, count) -> Math.max(0, count));
    return days;
  }

  /** Connected for the first time, and has linked nothing since. */
  long abandonedAtPicking(String integration) {
    return Math.max(0, plain(Counted.FINISHED, integration) - plain(Counted.LINKED, integration));
  }

  private long plain(Counted what, String integration) {
    return sum(of(integration), it -> it.what() == what && it.detail().isEmpty());
  }

  /** How many installs did this step for the first time. */
  long done(String integration, String step) {
    return sum(of(integration), it -> it.what() == Counted.DONE && it.detail().equals(step));
  }

  /** How many connected for the first time. */
  long connected(String integration) {
    return plain(Counted.FINISHED, integration);
  }

  /** By bucket or reason, the most frequent first. */
  Map<String, Long> by(Counted what) {
    var sums = new TreeMap<String, Long>();
    counts.stream()
        .filter(it -> it.what() == what)
        .forEach(it -> sums.merge(it.detail(), it.count(), Long::sum));
    var ordered = new LinkedHashMap<String, Long>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(it -> ordered.put(it.getKey(), it.getValue()));
    return ordered;
  }

  /** Half took no longer than this, in seconds; -1 where nothing was timed. */
  long medianSeconds(Predicate<String> integration) {
    return median(counts.stream().filter(it -> integration.test(it.integration())).toList());
  }

  long medianSeconds(String integration) {
    return median(of(integration));
  }

  /** The same of each day on which something was timed. */
  Map<LocalDate, Long> medianByDay() {
    return counts.stream()
        .filter(it -> it.what() == Counted.TOOK)
        .collect(
            Collectors.groupingBy(
                UsageFigures::day,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), UsageFigures::median)));
  }

  private static long median(List<Usage.Count> counts) {
    var times = new TreeMap<Long, Long>();
    counts.stream()
        .filter(it -> it.what() == Counted.TOOK)
        .forEach(it -> times.merge(Long.parseLong(it.detail()), it.count(), Long::sum));
    long all = times.values().stream().mapToLong(Long::longValue).sum();
    long seen = 0;
    for (var each : times.entrySet()) {
      seen += each.getValue();
      if (seen * 2 >= all) {
        return each.getKey();
      }
    }
    return -1;
  }

  Map<LocalDate, Long> byDay(Counted what) {
    return byDay(it -> it.what() == what);
  }

  Map<LocalDate, Long> byDay(Counted what, String detail) {
    return byDay(it -> it.what() == what && it.detail().equals(detail));
  }

  private Map<LocalDate, Long> byDay(Predicate<Usage.Count> which) {
    return counts.stream()
        .filter(which)
        .collect(
            Collectors.groupingBy(
                UsageFigures::day, TreeMap::new, Collectors.summingLong(Usage.Count::count)));
  }

  /** Several of these together, day by day. */
  static Map<LocalDate, Long> together(
      Iterable<String> integrations, Function<String, Map<LocalDate, Long>> each) {
    var all = new TreeMap<LocalDate, Long>();
    integrations.forEach(
        it -> each.apply(it).forEach((day, count) -> all.merge(day, count, Long::sum)));
    return all;
  }

  /** One number for each day, in UTC. */
  static long[] daily(Map<LocalDate, Long> counts, LocalDate first, int days) {
    var series = new long[days];
    for (int day = 0; day < days; day++) {
      series[day] = counts.getOrDefault(first.plusDays(day), 0L);
    }
    return series;
  }

  static long sum(Map<LocalDate, Long> days) {
    return days.values().stream().mapToLong(Long::longValue).sum();
  }

  private static LocalDate day(Usage.Count count) {
    return LocalDate.ofInstant(count.hour(), ZoneOffset.UTC);
  }

  private static long sum(List<Usage.Count> counts, Predicate<Usage.Count> which) {
    return counts.stream().filter(which).mapToLong(Usage.Count::count).sum();
  }
}
