package io.patchbay.connections;

import io.patchbay.catalog.Failure;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations of one connection: the one row that pages read.
 *
 * @param firstOk the first check that was answered well; null: never
 * @param okSince the first of the unbroken row of good checks still going on
 * @param lastAttempt the latest check of any outcome
 * @param refusal what the last answered check objected to; null where it objected to nothing
 * @param silence attempts since the provider last answered; null where it answered the last one
 * @param grant the scopes named last; null where no answer ever named any
 * @param vanishedSince since when a linked resource is gone at the provider
 */
public record ConnectionFacts(
    ConnectionId id,
    Owner owner,
    Account account,
    Instant createdAt,
    @Nullable Instant firstOk,
    @Nullable Instant lastOk,
    @Nullable Instant okSince,
    @Nullable Instant lastAttempt,
    @Nullable Refusal refusal,
    @Nullable Silence silence,
    @Nullable Grant grant,
    Webhooks webhooks,
    Syncs syncs,
    @Nullable Instant vanishedSince) {
  /** The code of a refusal that is ours: an operator erased the credential in an emergency. */
  public static final String ENDED_BY_OPERATOR = "ended_by_operator";

  /** The same facts after one more answer of which nothing else is to be said. */
  ConnectionFacts answeredAgain(Instant at) {
    return new ConnectionFacts(
        id,
        owner,
        account,
        createdAt,
        firstOk,
        at,
        okSince,
        at,
        refusal,
        silence,
        grant,
        webhooks,
        syncs,
        vanishedSince);
  }

  /**
   * The same facts while an incident of the provider goes on. Who was answered after its latest
   * probe is not affected by it.
   */
  public ConnectionFacts during(Outage outage) {
    if (isAfter(lastOk, outage.last())
        || (refusal != null && isAfter(refusal.at(), outage.last()))) {
      return this;
    }
    var own = silence;
    var known =
        own == null
            ? new Silence(
                outage.as(), outage.code(), outage.since(), outage.last(), outage.attempts())
            : new Silence(
                outage.as(),
                outage.code(),
                own.since().isBefore(outage.since()) ? own.since() : outage.since(),
                isAfter(own.at(), outage.last()) ? own.at() : outage.last(),
                own.attempts() + outage.attempts());
    return new ConnectionFacts(
        id,
        owner,
        account,
        createdAt,
        firstOk,
        lastOk,
        okSince,
        isAfter(lastAttempt, outage.last()) ? lastAttempt : outage.last(),
        refusal,
        known,
        grant,
        webhooks,
        syncs,
        vanishedSince);
  }

  private static boolean isAfter(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other);
  }

  /** Names are untrusted text from the provider; the label is a member's. */
  public record Account(
      @Nullable String label, @Nullable String id, @Nullable String name, @Nullable String url) {
    /** What a person calls it: the label, or else the account's name, or else its id. */
    public @Nullable String shown() {
      return label != null ? label : name != null ? name : id;
    }
  }

  /** An answer that said no. {@code as} is one of the buckets that no retry lifts. */
  public record Refusal(
      Failure as, String code, Instant since, Instant at, @Nullable String detail) {
    /**
     * Whether checks pause until somebody reconnects; who answers as another account is still
     * asked.
     */
    public boolean waitsForPerson() {
      return as != Failure.APP_MISCONFIGURED && !code.equals("wrong_account");
    }

    /** Whether it was not the provider who said no, but an operator of ours. */
    boolean isOurs() {
      return as == Failure.LOGIN_EXPIRED && code.equals(ENDED_BY_OPERATOR);
    }
  }

  /** No answer, or one that said "later". {@code as} is an outage or a rate limit. */
  public record Silence(Failure as, String code, Instant since, Instant at, int attempts) {}

  public record Grant(Set<String> scopes, Instant at) {}

  /** Deliveries to the connection's own address. */
  public record Webhooks(
      int wrongSignatures,
      @Nullable Instant wrongSince,
      @Nullable Instant firstEvent,
      @Nullable Instant lastEvent) {
    public static final Webhooks NONE = new Webhooks(0, null, null, null);
  }

  /**
   * The host's reports of moving data.
   *
   * @param failedCode the host's word for why the last one failed, or null; untrusted text
   * @param open the run that goes on, or null
   * @param nextBy until when the host means to start the next, or null where it didn't say
   */
  public record Syncs(
      int failedInARow,
      @Nullable Instant failingSince,
      @Nullable String failedCode,
      @Nullable Instant lastFinished,
      @Nullable Run open,
      @Nullable Instant nextBy) {
    public static final Syncs NONE = new Syncs(0, null, null, null, null, null);
    private static final Duration SILENT = Duration.ofHours(1);

    /**
     * @param done of {@code total}; both 0 where the host doesn't count
     * @param kind of resource that is counted, or null
     */
    public record Run(
        Instant since, int done, int total, @Nullable String kind, Instant reportedAt) {}

    /** The run that goes on; one that nobody reported on for an hour is not shown as going on. */
    public @Nullable Run running(Instant now) {
      return open != null && now.isBefore(open.reportedAt().plus(SILENT)) ? open : null;
    }
  }
}
