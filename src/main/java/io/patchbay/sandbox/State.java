package io.patchbay.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the pretend providers remember. Tokens and codes stand under their SHA-256, never as
 * text.
 *
 * @param seed what the apps' secrets and the test keys are derived from
 * @param installations {@code login/organization} pairs
 * @param keys with which an app speaks for itself, by provider: PEM
 * @param deliveries what was posted to an app's webhook, the newest last
 */
record State(
    String seed,
    Map<String, Grant> grants,
    Map<String, Token> tokens,
    Map<String, Code> codes,
    Map<String, Set<Trouble>> troubles,
    Map<String, Endpoint> endpoints,
    Set<String> installations,
    Map<String, String> keys,
    List<Delivery> deliveries) {

  /** A file of an earlier version has neither keys nor deliveries. */
  State {
    keys = Objects.requireNonNullElse(keys, Map.of());
    deliveries = Objects.requireNonNullElse(deliveries, List.of());
  }

  static State fresh(String seed, Set<String> installations) {
    return new State(
        seed, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), installations, Map.of(), List.of());
  }

  /** A copy that may be changed before it is published. */
  State copy() {
    return new State(
        seed,
        new LinkedHashMap<>(grants),
        new LinkedHashMap<>(tokens),
        new LinkedHashMap<>(codes),
        new LinkedHashMap<>(troubles),
        new LinkedHashMap<>(endpoints),
        new LinkedHashSet<>(installations),
        new LinkedHashMap<>(keys),
        new ArrayList<>(deliveries));
  }

  /** An app that a person let in. One per account; a new consent renews it. */
  record Grant(
      String id,
      String provider,
      String account,
      Set<String> scopes,
      Set<String> dropped,
      Instant at,
      boolean revoked) {
    Set<String> holds() {
      var holds = new LinkedHashSet<>(scopes);
      holds.removeAll(dropped);
      return holds;
    }

    Grant revoked(boolean is) {
      return new Grant(id, provider, account, scopes, dropped, at, is);
    }

    Grant dropping(Set<String> now) {
      return new Grant(id, provider, account, scopes, now, at, revoked);
    }

    Grant renewed(Set<String> granted, Instant now) {
      return new Grant(id, provider, account, granted, Set.of(), now, false);
    }
  }

  enum Kind {
    ACCESS,
    REFRESH
  }

  /**
   * @param expired before its time, by a switch
   * @param spent a refresh token that was traded for the next
   */
  record Token(String grant, Kind kind, @Nullable Instant expires, boolean expired, boolean spent) {
    boolean isOver(Instant now) {
      return expired || (expires != null && !now.isBefore(expires));
    }

    Token expired(boolean is) {
      return new Token(grant, kind, expires, is, spent);
    }

    Token spentNow() {
      return new Token(grant, kind, expires, expired, true);
    }
  }

  /**
   * @param challenge of RFC 7636, or null where the request had none
   */
  record Code(
      String provider,
      String redirect,
      @Nullable String challenge,
      String account,
      Set<String> scopes,
      boolean offline,
      Instant expires,
      boolean used) {
    Code usedNow() {
      return new Code(provider, redirect, challenge, account, scopes, offline, expires, true);
    }
  }

  /** What goes wrong at a provider while its switch is on. */
  enum Trouble {
    OUTAGE,
    RATE_LIMIT,
    GARBAGE,
    SLOW,
    LOST_WEBHOOKS
  }

  /**
   * Where signed events go.
   *
   * @param last what became of the last one, empty before the first
   */
  record Endpoint(String id, String account, String url, Instant added, String last) {
    Endpoint after(String outcome) {
      return new Endpoint(id, account, url, added, outcome);
    }
  }

  /**
   * One attempt to deliver an event.
   *
   * @param guid what all attempts of one event share
   * @param duration in seconds
   * @param statusCode what was answered, 0 where nobody did
   */
  record Delivery(
      long id,
      String guid,
      Instant at,
      boolean redelivery,
      double duration,
      String status,
      int statusCode,
      String event,
      String action,
      long installation,
      long repository,
      String body) {
    /** The same event, to be tried once more. */
    Delivery again() {
      return new Delivery(
          id, guid, at, true, 0, "", 0, event, action, installation, repository, body);
    }

    Delivery tried(long as, Instant when, double took, OptionalInt answer) {
      return new Delivery(
          as,
          guid,
          when,
          redelivery,
          took,
          words(answer),
          answer.orElse(0),
          event,
          action,
          installation,
          repository,
          body);
    }

    private static String words(OptionalInt answer) {
      if (answer.isEmpty()) {
        return "failed to connect to host";
      }
      int code = answer.getAsInt();
      return code >= 200 && code < 300 ? "OK" : "Invalid HTTP Response: " + code;
    }
  }
}
