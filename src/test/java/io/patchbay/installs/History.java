package io.patchbay.installs;

import io.patchbay.catalog.Integration;
import java.time.Instant;
import java.util.List;

/** One install's life up to {@code now}; {@code happenings} are in the order of their times. */
record History(
    long seed, Integration entry, Instant installedAt, List<Happening> happenings, Instant now) {
  String told() {
    var told = new StringBuilder("seed " + seed + ", installed " + installedAt);
    told.append("\n  scopes ").append(entry.requiredScopes());
    told.append("\n  steps ").append(entry.steps());
    told.append("\n  webhook ").append(entry.webhook());
    happenings.forEach(happening -> told.append("\n  ").append(happening));
    return told.append("\n  asked at ").append(now).toString();
  }
}
