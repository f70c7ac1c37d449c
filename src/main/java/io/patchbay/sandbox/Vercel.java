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
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Vercel's authorization server (vercel.com/docs/sign-in-with-vercel/authorization-server-api), the
 * older exchange of integrations ({@code /v2/oauth/access_token}), and teams and projects of the
 * REST API. An access token lives an hour; a refresh token comes with {@code offline_access} and is
 * good for one use.
 */
record Vercel(Ledger ledger, Apps apps, Consents consents) implements Authorizes, TokenEndpoint {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration REFRESH_LIFE = Duration.ofDays(30);
  private static final Set<String> SCOPES =
      new LinkedHashSet<>(List.of("openid", "email", "profile", "offline_access"));

  private record Team(String id, String slug, String name, List<String> projects) {}

  private static final Team WEB =
      new Team(
          "team_PineworkWeb",
          "pinework-web",
          "Web team",
          List.of(
              "website",
              "storefront",
              "checkout",
              "admin",
              "status-page",
              "landing",
              "careers",
              "brand",
              "forms",
              "preview-bot",
              "image-proxy",
              "experiments",
              "search",
              "newsroom",
              "partners",
              "app",
              "api-gateway",
              "playground",
              "events",
              "signup",
              "pricing",
              "legal",
              "help",
              "og-images",
              "redirects"));
  private static final Team DOCS =
      new Team(
          "team_PineworkDocs",
          "pinework-docs",
          "Docs team",
          List.of("handbook", "api-reference", "changelog", "guides"));

  private static List<Team> teams(String account) {
    return switch (account) {
      case "web" -> List.of(WEB);
      case "docs" -> List.of(DOCS);
      default -> List.of(WEB, DOCS);
    };
  }

  @Override
  public String id() {
    return "vercel";
  }

  @Override
  public String name() {
    return "Vercel";
  }

  @Override
  public Set<String> hosts() {
    return Set.of("vercel.com", "api.vercel.com");
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account("web", "usr_PineworkWeb", "Web team", "web@pinework.example"),
        new Account("docs", "usr_PineworkDocs", "Docs team", "docs@pinework.example"),
        new Account("ada", "usr_AdaLovelace", "Ada Lovelace", "Both teams, ada@example.com"));
  }

  private String email(String account) {
    return account.equals("ada") ? "ada@example.com" : account + "@pinework.example";
  }

  private static String username(String account) {
    return account.equals("ada") ? "ada" : "pinework-" + account;
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    if (!ask.host().equals("vercel.com") || !ask.method().equals("GET")) {
      return Optional.empty();
    }
    return Optional.of(
        ask.path().equals("/oauth/authorize")
            ? consents.ask(this, ask, wanted(ask))
            : ask.path().matches("/integrations/[a-z0-9-]+/new")
                ? consents.ask(this, ask, new Wanted(Set.of("offline_access"), false, false))
                : switches());
  }

  /** Scopes that the app does not have are left out; no scope means all (Vercel's page above). */
  private static Wanted wanted(Ask ask) {
    var scopes =
        Arrays.stream(ask.param("scope", String.join(" ", SCOPES)).split(" ", -1))
            .filter(SCOPES::contains)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new Wanted(scopes, scopes.contains("offline_access"), true);
  }

  @Override
  public Map<String, String> allowed(Pending pending, Set<String> granted) {
    return Map.of();
  }

  @Override
  public Map<String, String> denied(Pending pending) {
    return Fields.texts(
        "error", "access_denied", "error_description", "The user denied the authorization request");
  }

  @Override
  public String means(String scope) {
    return switch (scope) {
      case "openid" -> "Know who you are on Vercel";
      case "email" -> "See your email address";
      case "profile" -> "See your name, user name and picture";
      case "offline_access" -> "Keep access while you are away";
      default -> scope;
    };
  }

  @Override
  public Unticking unticking() {
    return Unticking.FOR_TESTS;
  }

  @Override
  public boolean mayUntick(String scope) {
    return !scope.equals("openid");
  }

  @Override
  public Reply api(Ask ask) {
    String path = ask.path();
    return switch (path) {
      case "/login/oauth/token", "/v2/oauth/access_token" ->
          ask.method().equals("POST") ? token(ask) : notFound();
      case "/login/oauth/token/revoke" -> revoke(ask);
      case "/login/oauth/token/introspect" -> introspect(ask);
      case "/login/oauth/userinfo" -> called(ask, (_, grant) -> userInfo(grant));
      case "/v2/user", "/www/user" -> called(ask, (_, grant) -> user(grant));
      case "/v2/teams" -> called(ask, this::teams);
      case "/v9/projects", "/v10/projects" -> called(ask, this::projects);
      default ->
          path.matches("/v2/teams/[A-Za-z0-9_-]+")
              ? called(ask, this::team)
              : path.matches("/v9/projects/[A-Za-z0-9_-]+")
                  ? called(ask, this::project)
                  : notFound();
    };
  }

  @Override
  public Reply refused(Ask ask, No why) {
    return switch (why) {
      case NO_SUCH_CLIENT, WRONG_SECRET ->
          oauthError(401, "invalid_client", "Client authentication failed.");
      case GRANT_TYPE ->
          oauthError(400, "unsupported_grant_type", "The grant type is not supported.");
      case CODE_UNKNOWN, CODE_USED, CODE_EXPIRED, OTHER_REDIRECT, NO_VERIFIER, WRONG_VERIFIER ->
          oauthError(400, "invalid_grant", "The authorization code is invalid or has expired.");
      case REFRESH_UNKNOWN, REFRESH_OVER ->
          oauthError(400, "invalid_grant", "The refresh token is invalid or has expired.");
    };
  }

  @Override
  public Reply granted(Ask ask, Grant grant, Right right) {
    var answer =
        Fields.of(
            "access_token", ledger.issue(grant, Kind.ACCESS, "vca_sandbox_", LIFE),
            "token_type", "Bearer",
            "expires_in", LIFE.toSeconds(),
            "scope", scopes(grant),
            "user_id", account(grant.account()).key(),
            "team_id", teams(grant.account()).getFirst().id(),
            "installation_id", "icfg_" + grant.account());
    if (right != Right.CODE && grant.holds().contains("offline_access")) {
      answer.put("refresh_token", ledger.issue(grant, Kind.REFRESH, "vcr_sandbox_", REFRESH_LIFE));
    }
    return Reply.ok(answer).with("Cache-Control", "no-store");
  }

  private static String scopes(Grant grant) {
    return grant.holds().stream().sorted().collect(Collectors.joining(" "));
  }

  /** RFC 7009: an unknown token is no error. */
  private Reply revoke(Ask ask) {
    if (!apps.knows(id(), ask)) {
      return oauthError(401, "invalid_client", "Client authentication failed.");
    }
    ledger.revokeBy(id(), ask.param("token", ""));
    return Reply.nothing(200);
  }

  private Reply introspect(Ask ask) {
    return switch (ledger.find(id(), Kind.ACCESS, ask.param("token", ""))) {
      case Found.Live(Grant grant) ->
          Reply.ok(
              Fields.of(
                  "active", true,
                  "sub", account(grant.account()).key(),
                  "scope", scopes(grant),
                  "client_id", apps.clientId(id())));
      case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
          Reply.ok(Fields.of("active", false));
    };
  }

  private Reply called(Ask ask, BiFunction<Ask, Grant, Reply> answer) {
    var found =
        ask.bearer()
            .map(token -> ledger.find(id(), Kind.ACCESS, token))
            .orElse(new Found.Unknown());
    return switch (found) {
      case Found.Live(Grant grant) -> answer.apply(ask, grant);
      case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
          Reply.json(
              403,
              Fields.of(
                  "error",
                  Fields.of(
                      "code", "forbidden", "message", "Not authorized", "invalidToken", true)));
    };
  }

  private Reply userInfo(Grant grant) {
    var account = account(grant.account());
    var info = Fields.of("sub", account.key());
    if (grant.holds().contains("profile")) {
      info.put("name", account.name());
      info.put("preferred_username", username(account.id()));
    }
    if (grant.holds().contains("email")) {
      info.put("email", email(account.id()));
      info.put("email_verified", true);
    }
    return Reply.ok(info);
  }

  private Reply user(Grant grant) {
    var account = account(grant.account());
    return Reply.ok(
        Fields.of(
            "user",
            Fields.of(
                "id", account.key(),
                "email", email(account.id()),
                "name", account.name(),
                "username", username(account.id()),
                "avatar", null,
                "defaultTeamId", teams(account.id()).getFirst().id(),
                "version", "northstar")));
  }

  private Reply teams(Ask ask, Grant grant) {
    return paged(ask, "teams", teams(grant.account()).stream().map(Vercel::described).toList());
  }

  private static Map<String, @Nullable Object> described(Team team) {
    return Fields.of(
        "id", team.id(),
        "slug", team.slug(),
        "name", team.name(),
        "avatar", null,
        "createdAt", 1_700_000_000_000L,
        "membership", Map.of("role", "OWNER", "confirmed", true));
  }

  private Reply team(Ask ask, Grant grant) {
    return teamOf(ask.path().substring("/v2/teams/".length()), grant)
        .map(team -> Reply.ok(described(team)))
        .orElseGet(Vercel::notFound);
  }

  private static Optional<Team> teamOf(String idOrSlug, Grant grant) {
    return teams(grant.account()).stream()
        .filter(team -> team.id().equals(idOrSlug) || team.slug().equals(idOrSlug))
        .findFirst();
  }

  private Reply projects(Ask ask, Grant grant) {
    var named = ask.param("teamId").or(() -> ask.param("slug"));
    var team = teamOf(named.orElse(teams(grant.account()).getFirst().id()), grant);
    if (team.isEmpty()) {
      return error(403, "forbidden", "You don't have permission to list the project.");
    }
    String search = ask.param("search", "");
    return paged(
        ask,
        "projects",
        projectsOf(team.get()).stream()
            .filter(project -> String.valueOf(project.get("name")).contains(search))
            .toList());
  }

  private Reply project(Ask ask, Grant grant) {
    String asked = ask.path().substring("/v9/projects/".length());
    return teams(grant.account()).stream()
        .flatMap(team -> projectsOf(team).stream())
        .filter(each -> asked.equals(each.get("id")) || asked.equals(each.get("name")))
        .findFirst()
        .map(Reply::ok)
        .orElseGet(Vercel::notFound);
  }

  private static List<Map<String, @Nullable Object>> projectsOf(Team team) {
    return IntStream.range(0, team.projects().size())
        .mapToObj(i ->
            Fields.of(
                "id",
                "prj_%s%02d".formatted(team.id().substring(5), i + 1),
                "name",
                team.projects().get(i),
                "accountId",
                team.id(),
                "framework",
                i % 3 == 0 ? "nextjs" : i % 3 == 1 ? "astro" : null,
                "createdAt",
                1_700_000_000_000L - i * 86_400_000L,
                "updatedAt",
                1_750_000_000_000L - i * 86_400_000L))
        .toList();
  }

  /** The continuation stands in {@code pagination.next} and comes back as until or from. */
  private static Reply paged(Ask ask, String name, List<Map<String, @Nullable Object>> all) {
    var token = ask.param("until").or(() -> ask.param("from"));
    int from =
        token
            .filter(text -> text.matches("\\d{13}"))
            .map(text -> (int) Math.min(all.size(), Long.parseLong(text) - FIRST_PAGE))
            .map(position -> Math.max(0, position))
            .orElse(0);
    int to = Math.min(all.size(), from + ask.number("limit", 20, 100));
    return Reply.ok(
        Fields.of(
            name,
            all.subList(from, to),
            "pagination",
            Fields.of(
                "count", to - from,
                "next", to < all.size() ? (Long) (FIRST_PAGE + to) : null,
                "prev", from > 0 ? (Long) (FIRST_PAGE + from) : null)));
  }

  private static final long FIRST_PAGE = 1_700_000_000_000L;

  private static Reply oauthError(int status, String error, String description) {
    return Reply.json(status, Fields.of("error", error, "error_description", description));
  }

  private static Reply error(int status, String code, String message) {
    return Reply.json(status, Fields.of("error", Fields.of("code", code, "message", message)));
  }

  private static Reply notFound() {
    return error(404, "not_found", "The requested resource was not found.");
  }

  @Override
  public Reply tooMany() {
    return error(429, "too_many_requests", "Rate limit exceeded.");
  }

  @Override
  public Reply down() {
    return error(503, "service_unavailable", "The service is temporarily unavailable.");
  }
}
