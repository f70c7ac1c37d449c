package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB016: a first event can only arrive where the entry says how it is recognized. */
final class WebhookStepHasAWebhook implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/steps/*/kind").stream()
        .filter(kind -> kind.text().equals("webhook") && !entry.root().has("webhook"))
        .map(kind ->
            kind.finding(
                "PB016", "This step waits for an event. Declare webhook:, or drop the step"));
  }
}
