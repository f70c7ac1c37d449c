package io.patchbay.hostapi;

import io.patchbay.shell.Problem;
import io.patchbay.syncs.SyncReport;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the host sent of a sync run, and names every mistake at once. Names that it does not
 * know it leaves alone.
 */
final class SyncReports {
  private static final int LONGEST_NAME = 200;
  private static final int MOST = 1_000_000_000;
  private static final Duration FARTHEST = Duration.ofDays(31);

  private final JsonNode body;
  private final List<String> mistakes = new ArrayList<>();

  private SyncReports(JsonNode body) {
    this.body = body;
  }

  /**
   * @param kinds of resource that the entry knows
   * @throws Problem 422 {@code sync_run_invalid}, which names each mistake
   */
  static SyncReport read(byte[] body, Set<String> kinds) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(body);
    } catch (JacksonException unreadable) {
      throw new Problem(400, "bad_request");
    }
    if (!tree.isObject()) {
      throw new Problem(400, "bad_request");
    }
    return new SyncReports(tree).report(kinds);
  }

  private SyncReport report(Set<String> kinds) {
    var report =
        new SyncReport(
            text("run"),
            state(),
            count("done"),
            count("total"),
            kind(kinds),
            rows(),
            text("error"),
            nextWithin());
    if (report.done() != null && report.total() != null && report.done() > report.total()) {
      mistakes.add("done: more than total");
    }
    if (!mistakes.isEmpty()) {
      throw new Problem(422, "sync_run_invalid", String.join("; ", mistakes));
    }
    return report;
  }

  private SyncReport.State state() {
    return switch (body.path("state").asString("")) {
      case "started", "running" -> SyncReport.State.RUNNING;
      case "finished" -> SyncReport.State.FINISHED;
      case "failed" -> SyncReport.State.FAILED;
      case String _ -> {
        mistakes.add("state: started, running, finished or failed");
        yield SyncReport.State.RUNNING;
      }
    };
  }

  private @Nullable String text(String name) {
    var node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString() || node.asString().isBlank() || node.asString().length() > LONGEST_NAME) {
      mistakes.add(name + ": a text of 1 to " + LONGEST_NAME + " characters");
      return null;
    }
    var seen = new StringBuilder();
    node.asString()
        .strip()
        .codePoints()
        .filter(it -> !Character.isISOControl(it))
        .forEach(seen::appendCodePoint);
    return seen.toString();
  }

  private @Nullable Integer count(String name) {
    var node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isIntegralNumber() || node.asLong(-1) < 0 || node.asLong(-1) > MOST) {
      mistakes.add(name + ": a whole number from 0 to " + MOST);
      return null;
    }
    return node.asInt();
  }

  private @Nullable Long rows() {
    var node = body.path("rows");
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      mistakes.add("rows: a whole number from 0");
      return null;
    }
    return node.asLong();
  }

  private @Nullable String kind(Set<String> kinds) {
    var kind = text("kind");
    if (kind != null && !kinds.contains(kind)) {
      mistakes.add("kind: one of " + String.join(", ", kinds.stream().sorted().toList()));
      return null;
    }
    return kind == null && kinds.size() == 1 ? kinds.iterator().next() : kind;
  }

  /** Seconds, or ISO 8601 as in PT1H. */
  private @Nullable Duration nextWithin() {
    var node = body.path("next_within");
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    try {
      var length =
          node.isIntegralNumber() && node.canConvertToInt()
              ? Duration.ofSeconds(node.asInt())
              : Duration.parse(node.asString(""));
      if (length.isPositive() && length.compareTo(FARTHEST) <= 0) {
        return length;
      }
    } catch (DateTimeParseException notADuration) {
      // said below
    }
    mistakes.add("next_within: seconds, or a duration such as PT1H, of at most 31 days");
    return null;
  }
}
