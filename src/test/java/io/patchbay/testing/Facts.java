package io.patchbay.testing;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Step;
import io.patchbay.connections.ConnectionFacts;
import io.patchbay.connections.ConnectionFacts.Account;
import io.patchbay.connections.ConnectionFacts.Grant;
import io.patchbay.connections.ConnectionFacts.Refusal;
import io.patchbay.connections.ConnectionFacts.Silence;
import io.patchbay.connections.ConnectionFacts.Syncs;
import io.patchbay.connections.ConnectionFacts.Webhooks;
import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.InstallId;
import io.patchbay.ids.Owner;
import io.patchbay.ids.PersonId;
import io.patchbay.ids.WorkspaceId;
import io.patchbay.installs.InstallFacts;
import io.patchbay.installs.InstallStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one install, told in domain words: {@code
 * Facts.of(slack).setUp().connected("acme").expired(hoursAgo(2))}. What is said after a connection
 * is said of that connection.
 */
public final class Facts {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Instant INSTALLED = daysAgo(9);

  private final Integration integration;
  private final List<OneConnection> connections = new ArrayList<>();
  private final Map<String, Set<String>> saved = new HashMap<>();
  private final Set<String> skipped = new HashSet<>();
  private final Map<String, Integer> picked = new HashMap<>();
  private InstallFacts.@Nullable Disabled disabled;

  private Facts(Integration integration) {
    this.integration = integration;
  }

  public static Facts of(AnIntegration integration) {
    return new Facts(integration.entry());
  }

  public static Facts slack() {
    return of(AnIntegration.slack());
  }

  public static Facts stripe() {
    return of(AnIntegration.stripe());
  }

  public static Instant daysAgo(long days) {
    return NOW.minus(Duration.ofDays(days));
  }

  public static Instant hoursAgo(long hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  public static Instant minutesAgo(long minutes) {
    return NOW.minus(Duration.ofMinutes(minutes));
  }

  /** Everything is picked and every required form saved. */
  public Facts setUp() {
    for (var step : integration.steps()) {
      switch (step) {
        case Step.Pick pick -> picked(pick.of(), pick.min());
        case Step.Form form -> {
          if (!form.optional()) {
            saved.put(form.id(), AnIntegration.required(form));
          }
        }
        case Step.Connect _, Step.Webhook _ -> {}
      }
    }
    return this;
  }

  public Facts picked(String kind, int count) {
    picked.put(kind, count);
    return this;
  }

  public Facts saved(String step, String... fields) {
    saved.put(step, Set.of(fields));
    return this;
  }

  public Facts skipped(String step) {
    skipped.add(step);
    return this;
  }

  public Facts disabled(Instant at) {
    disabled = new InstallFacts.Disabled(at, new PersonId(new UUID(7, 7)), "Ada");
    return this;
  }

  /**
   * An account that was connected five days ago, always answered well, an hour ago for the last
   * time, and whose own webhook, if it has one, delivered an hour ago too.
   */
  public Facts connected(String account) {
    return connected(account, new Owner.Workspace(new WorkspaceId(new UUID(1, 1))));
  }

  public Facts connected() {
    return connected("acme");
  }

  /** A member's own account, linked into this workspace. */
  public Facts personalSource(String account) {
    return connected(account, new Owner.Person(new PersonId(new UUID(2, 2))));
  }

  private Facts connected(String account, Owner owner) {
    var one = new OneConnection(account, owner, daysAgo(5));
    one.firstOk = one.okSince = daysAgo(5);
    one.lastOk = one.lastAttempt = hoursAgo(1);
    one.grant = requiredScopes().isEmpty() ? null : new Grant(requiredScopes(), daysAgo(5));
    one.webhooks =
        integration.webhook() == null
            ? Webhooks.NONE
            : new Webhooks(0, null, daysAgo(5), hoursAgo(1));
    connections.add(one);
    return this;
  }

  /** A credential is kept, and nobody has answered yet. */
  public Facts unanswered(String account, Instant createdAt) {
    connections.add(
        new OneConnection(
            account, new Owner.Workspace(new WorkspaceId(new UUID(1, 1))), createdAt));
    return this;
  }

  public Facts workingSince(Instant since) {
    last().okSince = since;
    return this;
  }

  public Facts checkedLast(Instant at) {
    last().lastAttempt = last().lastOk = at;
    return this;
  }

  public Facts expired(Instant since) {
    return refused(Failure.LOGIN_EXPIRED, "token_revoked", since);
  }

  public Facts refused(Failure as, String code, Instant since) {
    last().refusal = new Refusal(as, code, since, since, null);
    last().okSince = null;
    last().lastAttempt = since;
    return this;
  }

  public Facts unreachable(Instant since, int attempts) {
    return silent(Failure.PROVIDER_OUTAGE, "timeout", since, attempts);
  }

  public Facts silent(Failure as, String code, Instant since, int attempts) {
    last().silence = new Silence(as, code, since, since, attempts);
    last().lastAttempt = since;
    return this;
  }

  public Facts granted(Instant at, String... scopes) {
    last().grant = new Grant(Set.of(scopes), at);
    return this;
  }

  public Facts grantUnknown() {
    last().grant = null;
    return this;
  }

  public Facts wrongSignatures(int count, Instant since) {
    var webhooks = last().webhooks;
    last().webhooks = new Webhooks(count, since, webhooks.firstEvent(), webhooks.lastEvent());
    return this;
  }

  public Facts lastEvent(Instant at) {
    last().webhooks = new Webhooks(0, null, daysAgo(5), at);
    return this;
  }

  public Facts noEventYet() {
    last().webhooks = Webhooks.NONE;
    return this;
  }

  public Facts failedSyncs(int inARow, Instant since) {
    last().syncs = new Syncs(inARow, since, null, null, null, null);
    return this;
  }

  public Facts vanished(Instant since) {
    last().vanishedSince = since;
    return this;
  }

  public InstallFacts install() {
    return new InstallFacts(
        new InstallId(new UUID(3, 3)),
        integration.slug(),
        INSTALLED,
        false,
        disabled,
        connections.stream().map(OneConnection::facts).toList(),
        Map.copyOf(saved),
        Set.copyOf(skipped),
        Map.copyOf(picked),
        List.of(),
        java.util.Map.of());
  }

  public InstallStatus status() {
    return statusAt(NOW);
  }

  public InstallStatus statusAt(Instant now) {
    return InstallStatus.at(now, integration, install());
  }

  private OneConnection last() {
    return connections.getLast();
  }

  private Set<String> requiredScopes() {
    return integration.requiredScopes().stream()
        .map(Auth.Scope::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static final class OneConnection {
    final String account;
    final Owner owner;
    final Instant createdAt;
    @Nullable Instant firstOk;
    @Nullable Instant lastOk;
    @Nullable Instant okSince;
    @Nullable Instant lastAttempt;
    @Nullable Refusal refusal;
    @Nullable Silence silence;
    @Nullable Grant grant;
    Webhooks webhooks = Webhooks.NONE;
    Syncs syncs = Syncs.NONE;
    @Nullable Instant vanishedSince;

    OneConnection(String account, Owner owner, Instant createdAt) {
      this.account = account;
      this.owner = owner;
      this.createdAt = createdAt;
    }

    ConnectionFacts facts() {
      return new ConnectionFacts(
          new ConnectionId(UUID.nameUUIDFromBytes(account.getBytes(StandardCharsets.UTF_8))),
          owner,
          new Account(null, account, account, null),
          createdAt,
          firstOk,
          lastOk,
          okSince,
          lastAttempt,
          refusal,
          silence,
          grant,
          webhooks,
          syncs,
          vanishedSince);
    }
  }
}
