package io.patchbay.catalog.rules;

import java.util.stream.Stream;

/** PB012: a wizard has 3 to 6 screens: one for each step, and a last one that confirms. */
final class StepsAreTwoToFive implements Rule {
  @Override
  public Stream<Finding> check(Entry entry) {
    var steps = entry.at("steps");
    int count = steps.node().size();
    return steps.node().isMissingNode() || entry.comingSoon() || (count >= 2 && count <= 5)
        ? Stream.empty()
        : Stream.of(
            steps.finding(
                "PB012",
                "A checklist has 2 to 5 steps, this one %d. Merge or split some".formatted(count)));
  }
}
