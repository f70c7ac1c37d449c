package io.patchbay.sandbox;

import io.patchbay.sandbox.Consents.Pending;
import io.patchbay.sandbox.Consents.Wanted;
import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Linear's authorization server (linear.app/developers/oauth-2-0-authentication) and as much of its
 * GraphQL API as a check and a choice of teams ask for. An access token lives a day; a refresh
 * token is good for one use. Scopes are asked for with commas and named with spaces.
 */
record Linear(Ledger ledger, Apps apps, Consents consents) implements Authorizes, TokenEndpoint {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Set<String> SCOPES =
      Set.of("read", "write", "issues:create", "comments:create", "timeSchedule:write");

  private record Team(String key, String name, boolean isPrivate) {}

  private static final List<Team> TEAMS =
      List.of(
          new Team("ENG", "Engineering", false),
          new Team("DES", "Design", false),
          new Team("OPS", "Operations", false),
          new Team("MKT", "Marketing", false),
          new Team("SUP", "Support", false),
          new Team("FIN", "Finance", true));

  @Override
  public String id() {
    return "linear";
  }

  @Override
  public String name() {
    return "Linear";
  }

  @Override
  public Set<String> hosts() {
    return Set.of("linear.app", "api.linear.app");
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account(
            "pinework", "3f5c1a70-0000-4000-8000-000000000001", "Pinework", "linear.app/pinework"),
        new Account("acme", "3f5c1a70-0000-4000-8000-000000000002", "Acme", "linear.app/acme"));
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    if (!ask.host().equals("linear.app") || !ask.method().equals("GET")) {
      return Optional.empty();
    }
    return Optional.of(ask.path().equals("/oauth/authorize") ? authorize(ask) : switches());
  }

  /** Reading is always part of it. */
  private Reply authorize(Ask ask) {
    var scopes = new LinkedHashSet<>(Set.of("read"));
    Arrays.stream(ask.param("scope", "read").split(",", -1))
        .map(String::strip)
        .forEach(scopes::add);
    return SCOPES.containsAll(scopes)
        ? consents.ask(this, ask, new Wanted(scopes, true, false))
        : consents.refusal(this, "One of the scopes is unknown (invalid_scope).");
  }

  @Override
  public Map<String, String> allowed(Pending pending, Set<String> granted) {
    return Map.of();
  }

  @Override
  public Map<String, String> denied(Pending pending) {
    return Map.of("error", "access_denied");
  }

  @Override
  public String means(String scope) {
    return switch (scope) {
      case "read" -> "Read teams and issues";
      case "write" -> "Change what you may change";
      case "issues:create" -> "Create issues and their attachments";
      case "comments:create" -> "Comment on issues";
      case "timeSchedule:write" -> "Create and change time schedules";
      default -> scope;
    };
  }

  @Override
  public Unticking unticking() {
    return Unticking.FOR_TESTS;
  }

  @Override
  public boolean mayUntick(String scope) {
    return !scope.equals("read");
  }

  @Override
  public Reply api(Ask ask) {
    if (!ask.method().equals("POST")) {
      return notFound();
    }
    return switch (ask.path()) {
      case "/oauth/token" -> token(ask);
      case "/oauth/revoke" -> revoke(ask);
      case "/graphql" -> graphql(ask);
      default -> notFound();
    };
  }

  @Override
  public Reply granted(Ask ask, Grant grant, Right right) {
    return Reply.ok(
            Fields.of(
                "access_token", ledger.issue(grant, Kind.ACCESS, "lin_oauth_sandbox_", LIFE),
                "token_type", "Bearer",
                "expires_in", LIFE.toSeconds() - 1,
                "scope", grant.holds().stream().sorted().collect(Collectors.joining(" ")),
                "refresh_token", ledger.issue(grant, Kind.REFRESH, "lin_refresh_sandbox_", null)))
        .with("Cache-Control", "no-store");
  }

  @Override
  public Reply refused(Ask ask, No why) {
    return switch (why) {
      case NO_SUCH_CLIENT, WRONG_SECRET ->
          oauthError(401, "invalid_client", "Client authentication failed");
      case GRANT_TYPE -> oauthError(400, "unsupported_grant_type", "Unsupported grant type");
      case CODE_UNKNOWN, CODE_USED, CODE_EXPIRED, OTHER_REDIRECT, NO_VERIFIER, WRONG_VERIFIER ->
          oauthError(400, "invalid_grant", "Invalid authorization code");
      case REFRESH_UNKNOWN, REFRESH_OVER ->
          oauthError(400, "invalid_grant", "Invalid refresh token");
    };
  }

  private Reply revoke(Ask ask) {
    return ledger.revokeBy(id(), ask.param("token", ""))
        ? Reply.nothing(200)
        : oauthError(400, "invalid_request", "The token could not be revoked");
  }

  private Reply graphql(Ask ask) {
    var found =
        ask.bearer()
            .map(token -> ledger.find(id(), Kind.ACCESS, token))
            .orElse(new Found.Unknown());
    return switch (found) {
      case Found.Live(Grant grant) when !grant.holds().contains("read") ->
          error(200, "FORBIDDEN", "forbidden", "Invalid scope: `read` required");
      case Found.Live(Grant grant) -> answer(ask.json(), grant);
      case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
          error(401, "AUTHENTICATION_ERROR", "authentication error", "Authentication required");
    };
  }

  /** It reads no GraphQL: a word of the query says which of two answers is asked for. */
  private Reply answer(JsonNode asked, Grant grant) {
    String query = asked.path("query").asString("");
    if (query.contains("viewer")) {
      var account = account(grant.account());
      return data(
          Fields.of(
              "viewer",
              Fields.of("id", "user-" + account.id(), "name", "Ada"),
              "organization",
              Fields.of("id", account.key(), "name", account.name(), "urlKey", account.id())));
    }
    return query.contains("teams")
        ? data(Fields.of("teams", teams(asked.path("variables"), account(grant.account()))))
        : error(400, "GRAPHQL_VALIDATION_FAILED", "graphql error", "Cannot query field");
  }

  /** The cursor of the last team stands there even where no further page is. */
  private static Map<String, @Nullable Object> teams(JsonNode variables, Account account) {
    int from =
        variables.path("after").asString("").matches("team-\\d")
            ? variables.path("after").asString("").charAt(5) - '0'
            : 0;
    int to = Math.min(TEAMS.size(), from + Math.clamp(variables.path("first").asInt(50), 1, 250));
    return Fields.of(
        "nodes",
        IntStream.range(from, to).mapToObj(i -> team(TEAMS.get(i), account)).toList(),
        "pageInfo",
        Fields.of("hasNextPage", to < TEAMS.size(), "endCursor", "team-" + to));
  }

  private static Map<String, @Nullable Object> team(Team team, Account account) {
    return Fields.of(
        "id", account.id() + "-" + team.key().toLowerCase(java.util.Locale.ROOT),
        "key", team.key(),
        "name", team.name(),
        "private", team.isPrivate());
  }

  private static Reply data(Map<String, @Nullable Object> data) {
    return Reply.ok(Fields.of("data", data));
  }

  private static Reply error(int status, String code, String type, String message) {
    return Reply.json(
        status,
        Fields.of(
            "errors",
            List.of(
                Fields.of(
                    "message",
                    message,
                    "extensions",
                    Fields.of("type", type, "code", code, "userError", true)))));
  }

  private static Reply oauthError(int status, String error, String description) {
    return Reply.json(status, Fields.of("error", error, "error_description", description));
  }

  private static Reply notFound() {
    return Reply.text(404, "text/plain", "Not Found");
  }

  @Override
  public Reply tooMany() {
    return error(429, "RATELIMITED", "ratelimited", "Rate limit exceeded");
  }

  @Override
  public Reply down() {
    return Reply.text(503, "text/plain", "Service Unavailable");
  }
}
