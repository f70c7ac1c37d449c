package io.patchbay.sandbox;

import io.patchbay.sandbox.Consents.Pending;
import io.patchbay.sandbox.Consents.Wanted;
import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Google's OAuth 2.0 for web servers and the Calendar API
 * (developers.google.com/identity/protocols/oauth2/web-server): people untick scopes, refresh
 * tokens come only with {@code access_type=offline} and are not rotated, revoking one token ends
 * the grant.
 */
record Google(Ledger ledger, Apps apps, Consents consents, Bases bases)
    implements Authorizes, TokenEndpoint {
  private static final String SCOPE = "https://www.googleapis.com/auth/";
  private static final Duration LIFE = Duration.ofSeconds(3599);
  private static final Set<String> READS_CALENDARS =
      Set.of(
          SCOPE + "calendar",
          SCOPE + "calendar.readonly",
          SCOPE + "calendar.calendarlist",
          SCOPE + "calendar.calendarlist.readonly");
  private static final Set<String> READS_EVENTS =
      Set.of(
          SCOPE + "calendar",
          SCOPE + "calendar.readonly",
          SCOPE + "calendar.events",
          SCOPE + "calendar.events.readonly");
  private static final Set<String> READS_PROFILE =
      Set.of("openid", SCOPE + "userinfo.email", SCOPE + "userinfo.profile");

  @Override
  public String id() {
    return "google";
  }

  @Override
  public String name() {
    return "Google";
  }

  @Override
  public Set<String> hosts() {
    return Set.of(
        "accounts.google.com",
        "oauth2.googleapis.com",
        "openidconnect.googleapis.com",
        "www.googleapis.com",
        "myaccount.google.com");
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account(
            "marketing@pinework.example",
            "100000000000000000001",
            "Marketing Calendar",
            "marketing@pinework.example"),
        new Account(
            "support@pinework.example",
            "100000000000000000002",
            "Support Calendar",
            "support@pinework.example"),
        new Account("ada@example.com", "100000000000000000003", "Ada Lovelace", "ada@example.com"));
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    if (ask.host().equals("myaccount.google.com")) {
      return Optional.of(switches());
    }
    return ask.method().equals("GET") && ask.path().matches("/o/oauth2(/v2)?/auth")
        ? Optional.of(authorize(ask))
        : Optional.empty();
  }

  private Reply authorize(Ask ask) {
    var scopes = scopes(ask.param("scope", ""));
    if (ask.param("response_type").isEmpty()) {
      return consents.refusal(this, "Required parameter is missing: response_type.");
    }
    if (scopes.isEmpty() || scopes.stream().anyMatch(scope -> !isKnown(scope))) {
      return consents.refusal(this, "Some requested scopes were invalid (invalid_scope).");
    }
    return consents.ask(
        this, ask, new Wanted(scopes, ask.param("access_type", "online").equals("offline"), false));
  }

  private static boolean isKnown(String scope) {
    return scope.equals("openid") || scope.matches("https://www\\.googleapis\\.com/auth/[a-z.]+");
  }

  /** The short names of two scopes are answered in their long form. */
  private static Set<String> scopes(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(scope -> !scope.isEmpty())
        .map(scope ->
            Set.of("email", "profile").contains(scope) ? SCOPE + "userinfo." + scope : scope)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Map<String, String> allowed(Pending pending, Set<String> granted) {
    var answer = new LinkedHashMap<String, String>();
    answer.put("iss", bases.of("accounts.google.com"));
    answer.put("scope", String.join(" ", granted));
    answer.put("authuser", "0");
    answer.put("prompt", "consent");
    return answer;
  }

  @Override
  public Map<String, String> denied(Pending pending) {
    return Map.of("error", "access_denied", "iss", bases.of("accounts.google.com"));
  }

  @Override
  public String means(String scope) {
    return switch (scope) {
      case "openid" -> "Know who you are on Google";
      case SCOPE + "userinfo.email" -> "See your email address";
      case SCOPE + "userinfo.profile" -> "See your name and picture";
      case SCOPE + "calendar" -> "See, edit, share and delete all your calendars";
      case SCOPE + "calendar.readonly" -> "See your calendars and their events";
      case SCOPE + "calendar.calendarlist", SCOPE + "calendar.calendarlist.readonly" ->
          "See the list of your calendars";
      case SCOPE + "calendar.events" -> "See and edit events on all your calendars";
      case SCOPE + "calendar.events.readonly" -> "See events on all your calendars";
      default -> scope;
    };
  }

  @Override
  public Unticking unticking() {
    return Unticking.OFFERED;
  }

  @Override
  public boolean mayUntick(String scope) {
    return !READS_PROFILE.contains(scope);
  }

  @Override
  public Reply api(Ask ask) {
    String path = ask.path();
    if (ask.host().equals("oauth2.googleapis.com")) {
      return switch (path) {
        case "/token" -> ask.method().equals("POST") ? tokenOf(ask) : notFound();
        case "/revoke" -> revoke(ask);
        case "/tokeninfo" -> tokenInfo(ask);
        default -> notFound();
      };
    }
    if (path.matches("(/oauth2)?/v[123]/userinfo")) {
      return called(ask, READS_PROFILE, this::userInfo);
    }
    if (path.equals("/oauth2/v3/tokeninfo")) {
      return tokenInfo(ask);
    }
    if (path.equals("/calendar/v3/users/me/calendarList")) {
      return called(ask, READS_CALENDARS, this::calendars);
    }
    if (path.matches("/calendar/v3/calendars/[^/]+")) {
      return called(ask, READS_CALENDARS, this::calendar);
    }
    if (path.matches("/calendar/v3/calendars/[^/]+/events")) {
      return called(ask, READS_EVENTS, (_, _) -> events());
    }
    return notFound();
  }

  /** The grant type must be named. */
  private Reply tokenOf(Ask ask) {
    return ask.param("grant_type").isEmpty() ? refused(ask, No.GRANT_TYPE) : token(ask);
  }

  @Override
  public boolean rotates() {
    return false;
  }

  @Override
  public Reply refused(Ask ask, No why) {
    return switch (why) {
      case NO_SUCH_CLIENT, WRONG_SECRET ->
          oauthError(401, "invalid_client", "The provided client secret is invalid.");
      case GRANT_TYPE -> oauthError(400, "unsupported_grant_type", "Invalid grant_type.");
      case CODE_UNKNOWN -> oauthError(400, "invalid_grant", "Malformed auth code.");
      case CODE_USED, CODE_EXPIRED, REFRESH_UNKNOWN ->
          oauthError(400, "invalid_grant", "Bad Request");
      case OTHER_REDIRECT -> oauthError(400, "redirect_uri_mismatch", "Bad Request");
      case NO_VERIFIER -> oauthError(400, "invalid_grant", "Missing code verifier.");
      case WRONG_VERIFIER -> oauthError(400, "invalid_grant", "Invalid code verifier.");
      case REFRESH_OVER -> oauthError(400, "invalid_grant", "Token has been expired or revoked.");
    };
  }

  /** A refresh token comes with a code, where its request asked for one, and stays. */
  @Override
  public Reply granted(Ask ask, Grant grant, Right right) {
    var answer = access(grant);
    if (right == Right.CODE_FOR_LONG) {
      answer.put("refresh_token", ledger.issue(grant, Kind.REFRESH, "1//0sandbox-", null));
    }
    return Reply.ok(answer).with("Cache-Control", "no-store");
  }

  private Map<String, @Nullable Object> access(Grant grant) {
    return Fields.of(
        "access_token", ledger.issue(grant, Kind.ACCESS, "ya29.sandbox-", LIFE),
        "expires_in", LIFE.toSeconds(),
        "scope", String.join(" ", grant.holds().stream().sorted().toList()),
        "token_type", "Bearer");
  }

  private Reply revoke(Ask ask) {
    return ask.method().equals("POST") && ledger.revokeBy(id(), ask.param("token", ""))
        ? Reply.ok(Map.of())
        : oauthError(400, "invalid_token", "Token expired or revoked");
  }

  private Reply tokenInfo(Ask ask) {
    return switch (ledger.find(id(), Kind.ACCESS, ask.param("access_token", ""))) {
      case Found.Live(Grant grant) ->
          Reply.ok(
              Fields.of(
                  "azp", apps.clientId(id()),
                  "aud", apps.clientId(id()),
                  "sub", account(grant.account()).key(),
                  "scope", String.join(" ", grant.holds().stream().sorted().toList()),
                  "expires_in", "" + LIFE.toSeconds(),
                  "email", grant.account(),
                  "email_verified", "true",
                  "access_type", "offline"));
      case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
          oauthError(400, "invalid_token", "Invalid Value");
    };
  }

  private Reply called(Ask ask, Set<String> anyOf, BiFunction<Ask, Grant, Reply> answer) {
    var found =
        ask.bearer()
            .map(token -> ledger.find(id(), Kind.ACCESS, token))
            .orElse(new Found.Unknown());
    return switch (found) {
      case Found.Live(Grant grant) ->
          grant.holds().stream().anyMatch(anyOf::contains)
              ? answer.apply(ask, grant)
              : error(
                  403,
                  "Request had insufficient authentication scopes.",
                  "insufficientPermissions",
                  "PERMISSION_DENIED");
      case Found.Expired _, Found.Revoked _, Found.Unknown _ ->
          ask.path().matches("(/oauth2/v3|/v1)/userinfo")
              ? oauthError(401, "invalid_request", "Invalid Credentials")
              : error(
                  401,
                  "Request had invalid authentication credentials. Expected OAuth 2 access token,"
                      + " login cookie or other valid authentication credential.",
                  "authError",
                  "UNAUTHENTICATED");
    };
  }

  private Reply userInfo(Ask ask, Grant grant) {
    var account = account(grant.account());
    boolean older = ask.path().endsWith("/v2/userinfo");
    var info = Fields.of(older ? "id" : "sub", account.key());
    if (grant.holds().contains(SCOPE + "userinfo.profile")) {
      info.put("name", account.name());
    }
    if (grant.holds().contains(SCOPE + "userinfo.email")) {
      info.put("email", account.id());
      info.put(older ? "verified_email" : "email_verified", true);
    }
    return Reply.ok(info);
  }

  private Reply calendars(Ask ask, Grant grant) {
    var all = calendarsOf(grant);
    int from =
        ask.param("pageToken")
            .filter(t -> t.matches("p\\d{1,6}"))
            .map(t -> Integer.parseInt(t.substring(1)))
            .orElse(0);
    int to = Math.min(all.size(), from + ask.number("maxResults", 100, 250));
    var answer = Fields.of("kind", "calendar#calendarList", "etag", "\"p32\"");
    if (to < all.size()) {
      answer.put("nextPageToken", "p" + to);
    }
    answer.put("items", from < to ? all.subList(from, to) : List.of());
    return Reply.ok(answer);
  }

  private List<Map<String, @Nullable Object>> calendarsOf(Grant grant) {
    var account = account(grant.account());
    return List.of(
        calendar(account.id(), account.name(), "", true, "owner"),
        calendar(shared(account, "team"), "Team", "Days off and birthdays", false, "writer"),
        calendar(shared(account, "rooms"), "Meeting rooms", "Three rooms", false, "reader"),
        calendar(shared(account, "launches"), "Launches", "What ships when", false, "owner"),
        calendar(
            "en.holidays#holiday@group.v.calendar.google.com",
            "Holidays",
            "Public holidays",
            false,
            "reader"));
  }

  private static String shared(Account account, String name) {
    return "c_%s_%s@group.calendar.google.com".formatted(account.key().substring(18), name);
  }

  private static Map<String, @Nullable Object> calendar(
      String id, String summary, String description, boolean primary, String role) {
    var calendar =
        Fields.of(
            "kind", "calendar#calendarListEntry",
            "id", id,
            "summary", summary,
            "description", description,
            "timeZone", "Europe/London",
            "accessRole", role,
            "selected", true);
    if (primary) {
      calendar.put("primary", true);
    }
    return calendar;
  }

  private Reply calendar(Ask ask, Grant grant) {
    String asked =
        java.net.URLDecoder.decode(
            ask.path().substring("/calendar/v3/calendars/".length()),
            java.nio.charset.StandardCharsets.UTF_8);
    return calendarsOf(grant).stream()
        .filter(each ->
            asked.equals(each.get("id"))
                || (asked.equals("primary") && each.containsKey("primary")))
        .findFirst()
        .map(Reply::ok)
        .orElseGet(Google::notFound);
  }

  private Reply events() {
    return Reply.ok(
        Fields.of(
            "kind",
            "calendar#events",
            "items",
            List.of(
                Fields.of(
                    "id", "standup1",
                    "status", "confirmed",
                    "summary", "Stand-up",
                    "start", Map.of("dateTime", "" + ledger.time()),
                    "end", Map.of("dateTime", "" + ledger.time().plusSeconds(900))))));
  }

  private static Reply oauthError(int status, String error, String description) {
    return Reply.json(status, Fields.of("error", error, "error_description", description));
  }

  private static Reply error(int status, String message, String reason, String word) {
    var reply =
        Reply.json(
            status,
            Fields.of(
                "error",
                Fields.of(
                    "code",
                    status,
                    "message",
                    message,
                    "errors",
                    List.of(Fields.of("message", message, "domain", "global", "reason", reason)),
                    "status",
                    word)));
    return status == 401
        ? reply.with(
            "WWW-Authenticate",
            "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
        : reply;
  }

  private static Reply notFound() {
    return error(404, "Not Found", "notFound", "NOT_FOUND");
  }

  @Override
  public Reply tooMany() {
    return error(429, "Rate Limit Exceeded", "rateLimitExceeded", "RESOURCE_EXHAUSTED");
  }

  @Override
  public Reply down() {
    return error(503, "The service is currently unavailable.", "backendError", "UNAVAILABLE");
  }
}
