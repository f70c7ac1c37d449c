package io.patchbay.sandbox;

import io.patchbay.sandbox.State.Code;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import io.patchbay.sandbox.State.Token;
import io.patchbay.sandbox.State.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who let the app in, and which tokens and codes hold. A change is on disk before anybody is told
 * of it.
 */
final class Ledger {
  static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final StateFile file;
  private final InstantSource clock;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile State state;

  Ledger(StateFile file, InstantSource clock, Set<String> firstInstallations) {
    this.file = file;
    this.clock = clock;
    this.state =
        file.read()
            .orElseGet(() -> {
              var fresh = State.fresh(Randomness.token(), firstInstallations);
              file.write(fresh);
              return fresh;
            });
  }

  State now() {
    return state;
  }

  Instant time() {
    return clock.instant();
  }

  /** A secret that stays the same for this data directory. */
  String derived(String purpose) {
    return Randomness.hmac(state.seed(), purpose);
  }

  /** The private key of a provider's app, made when it is first asked for. */
  String appKey(String provider) {
    String kept = state.keys().get(provider);
    return kept != null
        ? kept
        : change(next -> next.keys().computeIfAbsent(provider, _ -> AppKeys.fresh()));
  }

  <T> T change(Function<State, T> change) {
    changing.lock();
    try {
      var next = state.copy();
      T outcome = change.apply(next);
      forgetOld(next);
      file.write(next);
      state = next;
      return outcome;
    } finally {
      changing.unlock();
    }
  }

  void alter(Consumer<State> change) {
    change(next -> {
      change.accept(next);
      return next;
    });
  }

  private void forgetOld(State next) {
    Instant before = time().minus(REMEMBERED);
    next.codes().values().removeIf(code -> code.expires().isBefore(before));
    next.tokens()
        .values()
        .removeIf(token -> token.expires() != null && token.expires().isBefore(before));
  }

  // -- codes

  String issueCode(
      String provider,
      String redirect,
      @Nullable String challenge,
      String account,
      Set<String> scopes,
      boolean offline) {
    String code = Randomness.hex();
    var issued =
        new Code(
            provider,
            redirect,
            challenge,
            account,
            Set.copyOf(scopes),
            offline,
            time().plus(CODE_LIFE),
            false);
    alter(next -> next.codes().put(Randomness.sha256(code), issued));
    return code;
  }

  /** What became of a code that came with a token request. */
  sealed interface Redeemed {
    record Good(Code code) implements Redeemed {}

    record Unknown() implements Redeemed {}

    record Used() implements Redeemed {}

    record Expired() implements Redeemed {}

    record OtherRedirect() implements Redeemed {}

    record NoVerifier() implements Redeemed {}

    record WrongVerifier() implements Redeemed {}
  }

  /** Takes a code once (RFC 6749 section 4.1.3, RFC 7636 section 4.6). */
  Redeemed redeem(
      String provider, String code, @Nullable String redirect, @Nullable String verifier) {
    String key = Randomness.sha256(code);
    return change(next -> {
      Code known = next.codes().get(key);
      if (known == null || !known.provider().equals(provider)) {
        return new Redeemed.Unknown();
      }
      if (known.used()) {
        return new Redeemed.Used();
      }
      if (!time().isBefore(known.expires())) {
        return new Redeemed.Expired();
      }
      if (!known.redirect().equals(redirect)) {
        return new Redeemed.OtherRedirect();
      }
      if (known.challenge() != null) {
        if (verifier == null) {
          return new Redeemed.NoVerifier();
        }
        if (!Randomness.same(known.challenge(), Randomness.challenge(verifier))) {
          return new Redeemed.WrongVerifier();
        }
      }
      next.codes().put(key, known.usedNow());
      return new Redeemed.Good(known);
    });
  }

  // -- grants and tokens

  /** The person let the app in, or did so again. A revoked grant never comes back to life. */
  Grant grant(String provider, String account, Set<String> scopes) {
    return change(next -> {
      Optional<Grant> old = find(next, provider, account);
      old.filter(Grant::revoked).ifPresent(gone -> forget(next, gone));
      Grant grant =
          old.filter(held -> !held.revoked())
              .map(held -> held.renewed(Set.copyOf(scopes), time()))
              .orElseGet(() ->
                  new Grant(
                      Randomness.token(),
                      provider,
                      account,
                      Set.copyOf(scopes),
                      Set.of(),
                      time(),
                      false));
      next.grants().put(grant.id(), grant);
      return grant;
    });
  }

  private static void forget(State next, Grant gone) {
    next.grants().remove(gone.id());
    next.tokens().values().removeIf(token -> token.grant().equals(gone.id()));
  }

  /**
   * @param life null for a token that does not end
   * @return the token's text, which is kept nowhere
   */
  String issue(Grant grant, Kind kind, String prefix, @Nullable Duration life) {
    String token = prefix + Randomness.token();
    keep(grant, kind, token, life);
    return token;
  }

  void keep(Grant grant, Kind kind, String token, @Nullable Duration life) {
    var kept = new Token(grant.id(), kind, life == null ? null : time().plus(life), false, false);
    alter(next -> next.tokens().put(Randomness.sha256(token), kept));
  }

  /** What a token is worth now. */
  sealed interface Found {
    record Live(Grant grant) implements Found {}

    record Expired() implements Found {}

    record Revoked(Grant grant) implements Found {}

    record Unknown() implements Found {}
  }

  Found find(String provider, Kind kind, String text) {
    Token token = state.tokens().get(Randomness.sha256(text));
    Grant grant = token == null ? null : state.grants().get(token.grant());
    if (token == null
        || grant == null
        || token.kind() != kind
        || !grant.provider().equals(provider)) {
      return new Found.Unknown();
    }
    if (grant.revoked() || token.spent()) {
      return new Found.Revoked(grant);
    }
    return token.isOver(time()) ? new Found.Expired() : new Found.Live(grant);
  }

  /**
   * Trades a refresh token for the right to new ones. A spent one that comes again means that two
   * hold it: the whole family ends (RFC 9700 section 4.14.2).
   */
  Found spend(String provider, String refresh) {
    String key = Randomness.sha256(refresh);
    return change(next -> {
      Found found = find(provider, Kind.REFRESH, refresh);
      switch (found) {
        case Found.Live _ -> next.tokens().computeIfPresent(key, (_, token) -> token.spentNow());
        case Found.Revoked(Grant grant) -> next.grants().put(grant.id(), grant.revoked(true));
        case Found.Expired _, Found.Unknown _ -> {}
      }
      return found;
    });
  }

  /** Ends the grant behind a token of either kind. */
  boolean revokeBy(String provider, String token) {
    var grant =
        List.of(Kind.values()).stream()
            .map(kind -> find(provider, kind, token))
            .flatMap(found ->
                switch (found) {
                  case Found.Live(Grant live) -> Optional.of(live).stream();
                  case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
                      Optional.<Grant>empty().stream();
                })
            .findFirst();
    grant.ifPresent(held -> update(held.id(), it -> it.revoked(true)));
    return grant.isPresent();
  }

  /** Ends one token and leaves the others of its grant. */
  boolean drop(String provider, String token) {
    return find(provider, Kind.ACCESS, token) instanceof Found.Live
        && change(next -> next.tokens().remove(Randomness.sha256(token)) != null);
  }

  // -- what the switches do

  Optional<Grant> grant(String provider, String account) {
    return find(state, provider, account);
  }

  private static Optional<Grant> find(State in, String provider, String account) {
    return in.grants().values().stream()
        .filter(grant -> grant.provider().equals(provider) && grant.account().equals(account))
        .findFirst();
  }

  List<Grant> grants(String provider) {
    return state.grants().values().stream()
        .filter(grant -> grant.provider().equals(provider))
        .sorted(Comparator.comparing(Grant::at).thenComparing(Grant::account))
        .toList();
  }

  void update(String grant, UnaryOperator<Grant> change) {
    alter(next -> next.grants().computeIfPresent(grant, (_, held) -> change.apply(held)));
  }

  void expire(String grant, Set<Kind> kinds, boolean on) {
    change(next -> {
      next.tokens()
          .replaceAll((_, token) ->
              token.grant().equals(grant) && kinds.contains(token.kind())
                  ? token.expired(on)
                  : token);
      return next;
    });
  }

  /** Whether a switch ended this kind of token and none was issued since. */
  boolean isExpired(String grant, Kind kind) {
    var held =
        state.tokens().values().stream()
            .filter(token -> token.grant().equals(grant) && token.kind() == kind && !token.spent())
            .toList();
    return !held.isEmpty() && held.stream().allMatch(token -> token.isOver(time()));
  }

  boolean holds(String grant, Kind kind) {
    return state.tokens().values().stream()
        .anyMatch(token -> token.grant().equals(grant) && token.kind() == kind);
  }

  boolean has(String provider, Trouble trouble) {
    return state.troubles().getOrDefault(provider, Set.of()).contains(trouble);
  }

  void trouble(String provider, Trouble trouble, boolean on) {
    alter(next -> {
      var all = new LinkedHashSet<>(next.troubles().getOrDefault(provider, Set.of()));
      if (on) {
        all.add(trouble);
      } else {
        all.remove(trouble);
      }
      next.troubles().put(provider, all);
    });
  }

  Map<String, State.Endpoint> endpoints() {
    return state.endpoints();
  }
}
