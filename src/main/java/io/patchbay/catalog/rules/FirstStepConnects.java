package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB013: nothing can be set up before an account is connected. */
final class FirstStepConnects implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    return entry.find("/steps/*").stream()
        .limit(1)
        .map(step -> step.child("kind"))
        .filter(kind -> !kind.text().equals("connect"))
        .map(kind -> kind.finding("PB013", "The first step connects. Write kind: connect"));
  }
}
