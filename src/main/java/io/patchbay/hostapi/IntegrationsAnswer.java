package io.patchbay.hostapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host app reads of a workspace's integrations; its names stay. Components are written in
 * snake case, times as ISO 8601 in UTC, addresses absolute.
 *
 * @param next the address of the next page, or null on the last
 */
record IntegrationsAnswer(List<Integration> integrations, Counts counts, @Nullable String next) {

  /**
   * @param checkedAt when the connection that was asked longest ago was asked last; null where none
   *     ever was
   */
  record Integration(
      String slug,
      String name,
      Status status,
      @Nullable Instant checkedAt,
      Setup setup,
      Connections connections,
      @Nullable Sync sync) {}

  /**
   * @param reason a stable code
   * @param since null where nothing was ever observed
   * @param evidence the facts it rests on, the deciding one first
   */
  record Status(
      String label,
      String reason,
      @Nullable Instant since,
      List<Fact> evidence,
      NextAction nextAction,
      Message message) {}

  /**
   * @param connection null for a fact of the whole install
   * @param code an internal code, a scope or a step; may be null
   */
  record Fact(String fact, @Nullable String connection, Instant at, @Nullable String code) {}

  record NextAction(String kind, String label, String href) {}

  /** Each part may be empty. */
  record Message(String happened, @JsonProperty("do") String toDo, String automatic) {}

  /**
   * @param nextStep the first required step that is not done, or null
   */
  record Setup(int requiredDone, int requiredTotal, @Nullable String nextStep) {}

  /**
   * @param line who is connected, or how many are not well; empty without a connection
   */
  record Connections(int total, int failing, String line) {}

  /**
   * Of the host's own reports; null where it never sent one.
   *
   * @param line "Syncing 3 of 5 repositories"; empty while nothing is moved
   * @param lastFinishedAt the oldest of the connections' last good ones: what is surely as fresh
   * @param nextBy the soonest that was promised, or null
   */
  record Sync(String line, @Nullable Instant lastFinishedAt, @Nullable Instant nextBy) {}

  /** They need not add up to all, which counts what is coming soon too. */
  record Counts(
      int all, int connected, int needsAttention, int inProgress, int notSetUp, int disabled) {}
}
