package io.patchbay.operator;

import io.patchbay.usage.Counted;
import io.patchbay.usage.Usage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the counts say: a pure function of them. */
record UsageFigures(List<Usage.Count> counts) {

  long total(Counted what) {
    return sum(it -> it.what() == what);
  }

  long total(Counted what, String integration) {
    return sum(it -> it.what() == what && it.integration().equals(integration));
  }

  /** Went to the consent page and never came back, or not yet. */
  long abandonedAtConsent(String integration) {
    return Math.max(
        0,
        total(Counted.STARTED, integration)
            - total(Counted.FINISHED, integration)
            - total(Counted.FAILED, integration));
  }

  /** Connected for the first time, and has linked nothing since. */
  long abandonedAtPicking(String integration) {
    return Math.max(0, plain(Counted.FINISHED, integration) - plain(Counted.LINKED, integration));
  }

  private long plain(Counted what, String integration) {
    return sum(
        it -> it.what() == what && it.integration().equals(integration) && it.detail().isEmpty());
  }

  /** How many installs did this step for the first time. */
  long done(String integration, String step) {
    return sum(it ->
        it.what() == Counted.DONE
            && it.integration().equals(integration)
            && it.detail().equals(step));
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
    var times = new TreeMap<Long, Long>();
    counts.stream()
        .filter(it -> it.what() == Counted.TOOK && integration.test(it.integration()))
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

  /** One number for each day, in UTC. */
  long[] daily(Counted what, LocalDate first, int days) {
    var series = new long[days];
    counts.stream()
        .filter(it -> it.what() == what)
        .forEach(it -> {
          int day =
              (int)
                  (LocalDate.ofInstant(it.hour(), ZoneOffset.UTC).toEpochDay()
                      - first.toEpochDay());
          if (day >= 0 && day < days) {
            series[day] += it.count();
          }
        });
    return series;
  }

  private long sum(Predicate<Usage.Count> which) {
    return counts.stream().filter(which).mapToLong(Usage.Count::count).sum();
  }
}
