package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/**
 * PB031: what is asked for again must be known again, and the app can ask only for what is the
 * app's.
 */
final class ReconciliationCountsOnce implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/webhook/reconciliation").stream()
        .flatMap(it -> Stream.concat(once(entry, it), ofTheApp(entry, it)));
  }

  private static Stream<Finding> once(Entry entry, Place reconciliation) {
    return entry.find("/webhook/dedupe").stream()
        .filter(dedupe -> dedupe.text().equals("none"))
        .map(dedupe ->
            reconciliation.finding(
                "PB031",
                "A delivery that comes again would count twice. Write dedupe: id or body"));
  }

  private static Stream<Finding> ofTheApp(Entry entry, Place reconciliation) {
    return entry.find("/webhook/signature/secret/from").stream()
        .filter(from -> !from.text().equals("app"))
        .map(from ->
            reconciliation.finding(
                "PB031",
                "Deliveries are asked for by the app. Write secret: { from: app }, or leave reconciliation out"));
  }
}
