package io.patchbay.sandbox;

import io.patchbay.sandbox.Consents.Pending;
import io.patchbay.sandbox.Consents.Wanted;
import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import java.util.ArrayList;
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
 * Slack's OAuth v2 and Web API: errors are {@code ok:false} with status 200, bot tokens do not end,
 * scopes are separated by commas (docs.slack.dev/authentication/installing-with-oauth).
 */
record Slack(Ledger ledger, Apps apps, Consents consents) implements Authorizes, TokenEndpoint {
  private static final List<Channel> CHANNELS =
      List.of(
          new Channel("general", "Company-wide announcements", false),
          new Channel("random", "Everything else", false),
          new Channel("alerts", "What broke and what recovered", false),
          new Channel("engineering", "Builds, reviews and releases", false),
          new Channel("design", "Work in progress, kindly judged", false),
          new Channel("support", "Questions from customers", false),
          new Channel("sales", "Deals and demos", false),
          new Channel("marketing", "Launches and words", false),
          new Channel("finance-updates", "Invoices and payouts", false),
          new Channel("deploys", "Every release, as it happens", false),
          new Channel("product-feedback", "What people ask for", false),
          new Channel("team-lunch", "Where we eat today", false),
          new Channel("leadership", "Plans", true),
          new Channel("incident-room", "While something burns", true));

  private record Channel(String name, String purpose, boolean isPrivate) {}

  @Override
  public String id() {
    return "slack";
  }

  @Override
  public String name() {
    return "Slack";
  }

  @Override
  public Set<String> hosts() {
    return Set.of("slack.com");
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account("pinework", "T0PINEWORK", "Pinework", "pinework.slack.com"),
        new Account("acme", "T0ACME0001", "Acme", "acme.slack.com"),
        new Account("acme-support", "T0ACMESUPP", "Acme Support", "acme-support.slack.com"),
        new Account("acme-labs", "T0ACMELABS", "Acme Labs", "acme-labs.slack.com"));
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    if (ask.path().equals("/apps/manage")) {
      return Optional.of(switches());
    }
    return ask.method().equals("GET") && ask.path().equals("/oauth/v2/authorize")
        ? Optional.of(authorize(ask))
        : Optional.empty();
  }

  private Reply authorize(Ask ask) {
    var scopes = scopes(ask.param("scope", ""));
    if (scopes.isEmpty() || scopes.stream().anyMatch(scope -> !scope.matches("[a-z:._]+"))) {
      return consents.refusal(this, "Invalid permissions requested (invalid_scope).");
    }
    return consents.ask(this, ask, new Wanted(scopes, false, false));
  }

  private static Set<String> scopes(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
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
      case "channels:read" -> "View basic information about public channels";
      case "groups:read" -> "View basic information about private channels it was added to";
      case "channels:join" -> "Join public channels";
      case "chat:write" -> "Send messages as the app";
      case "chat:write.public" -> "Send messages to channels it is not a member of";
      case "links:read" -> "View certain links in messages";
      case "links:write" -> "Show previews of certain links";
      case "team:read" -> "View the name and domain of the workspace";
      case "users:read" -> "View people in the workspace";
      default -> scope;
    };
  }

  @Override
  public Unticking unticking() {
    return Unticking.FOR_TESTS;
  }

  @Override
  public Reply api(Ask ask) {
    return switch (ask.path()) {
      case "/api/oauth.v2.access" -> token(ask);
      case "/api/api.test" -> Reply.ok(Fields.of("ok", true));
      case "/api/auth.test" -> called(ask, null, (_, grant) -> test(grant));
      case "/api/auth.revoke" -> called(ask, null, (_, grant) -> revoke(ask, grant));
      case "/api/apps.uninstall" -> uninstall(ask);
      case "/api/team.info" -> called(ask, "team:read", (_, grant) -> team(grant));
      case "/api/conversations.list" -> called(ask, "channels:read", this::channels);
      case "/api/conversations.info" -> called(ask, "channels:read", this::channel);
      case "/api/chat.postMessage" -> called(ask, "chat:write", this::post);
      default ->
          ask.path().startsWith("/api/")
              ? no("unknown_method", "req_method", ask.path().substring(5))
              : Reply.text(404, "text/html", "<!doctype html><title>404</title>");
    };
  }

  @Override
  public boolean renews() {
    return false;
  }

  @Override
  public Reply refused(Ask ask, No why) {
    return no(
        switch (why) {
          case NO_SUCH_CLIENT -> "invalid_client_id";
          case WRONG_SECRET -> "bad_client_secret";
          case GRANT_TYPE, REFRESH_UNKNOWN, REFRESH_OVER -> "invalid_grant_type";
          case CODE_USED -> "code_already_used";
          case OTHER_REDIRECT -> "bad_redirect_uri";
          case CODE_UNKNOWN, CODE_EXPIRED -> "invalid_code";
          case NO_VERIFIER, WRONG_VERIFIER -> "invalid_code_verifier";
        });
  }

  @Override
  public Reply granted(Ask ask, Grant grant, Right right) {
    var team = account(grant.account());
    return Reply.ok(
        Fields.of(
            "ok",
            true,
            "app_id",
            "A0PATCHBAY",
            "authed_user",
            Fields.of("id", "U0ADA00001"),
            "scope",
            String.join(",", sorted(grant)),
            "token_type",
            "bot",
            "access_token",
            ledger.issue(grant, Kind.ACCESS, "xoxb-sandbox-", null),
            "bot_user_id",
            "U0PATCHBAY",
            "team",
            Fields.of("id", team.key(), "name", team.name()),
            "enterprise",
            null,
            "is_enterprise_install",
            false));
  }

  private static List<String> sorted(Grant grant) {
    return grant.holds().stream().sorted().toList();
  }

  /** Checks the token, then the scope, and names the scopes as Slack does in its headers. */
  private Reply called(Ask ask, @Nullable String needs, BiFunction<Ask, Grant, Reply> answer) {
    var token = ask.bearer().or(() -> ask.param("token"));
    if (token.isEmpty()) {
      return no("not_authed");
    }
    return switch (ledger.find(id(), Kind.ACCESS, token.get())) {
      case Found.Unknown _ -> no("invalid_auth");
      case Found.Expired _ -> no("token_expired");
      case Found.Revoked _ -> no("token_revoked");
      case Found.Live(Grant grant) -> {
        String provided = String.join(",", sorted(grant));
        Reply reply =
            needs != null && !grant.holds().contains(needs)
                ? no("missing_scope", "needed", needs, "provided", provided)
                : answer.apply(ask, grant);
        var named = reply.with("X-OAuth-Scopes", provided);
        yield needs == null ? named : named.with("X-Accepted-OAuth-Scopes", needs);
      }
    };
  }

  private Reply test(Grant grant) {
    var team = account(grant.account());
    return Reply.ok(
        Fields.of(
            "ok",
            true,
            "url",
            "https://" + team.detail() + "/",
            "team",
            team.name(),
            "user",
            "patchbay",
            "team_id",
            team.key(),
            "user_id",
            "U0PATCHBAY",
            "bot_id",
            "B0PATCHBAY",
            "is_enterprise_install",
            false));
  }

  private Reply team(Grant grant) {
    var team = account(grant.account());
    return Reply.ok(
        Fields.of(
            "ok",
            true,
            "team",
            Fields.of(
                "id", team.key(),
                "name", team.name(),
                "domain", grant.account(),
                "url", "https://" + team.detail() + "/")));
  }

  private Reply revoke(Ask ask, Grant grant) {
    boolean onlyTesting = List.of("1", "true").contains(ask.param("test", ""));
    if (!onlyTesting) {
      ledger.update(grant.id(), held -> held.revoked(true));
    }
    return Reply.ok(Fields.of("ok", true, "revoked", !onlyTesting));
  }

  private Reply uninstall(Ask ask) {
    return apps.knows(id(), ask)
        ? called(
            ask,
            null,
            (_, grant) -> {
              ledger.update(grant.id(), held -> held.revoked(true));
              return Reply.ok(Fields.of("ok", true));
            })
        : no("bad_client_secret");
  }

  private Reply channels(Ask ask, Grant grant) {
    var types = scopes(ask.param("types", "public_channel"));
    if (types.contains("private_channel") && !grant.holds().contains("groups:read")) {
      return no(
          "missing_scope", "needed", "groups:read", "provided", String.join(",", sorted(grant)));
    }
    var asked =
        channelsOf(grant).stream()
            .filter(channel ->
                types.contains(
                    Boolean.TRUE.equals(channel.get("is_private"))
                        ? "private_channel"
                        : "public_channel"))
            .toList();
    int from;
    try {
      from = ask.param("cursor").filter(text -> !text.isEmpty()).map(this::position).orElse(0);
    } catch (IllegalArgumentException notOurs) {
      return no("invalid_cursor");
    }
    int to = Math.min(asked.size(), from + ask.number("limit", 100, 1000));
    return Reply.ok(
        Fields.of(
            "ok",
            true,
            "channels",
            from < to ? asked.subList(from, to) : List.of(),
            "response_metadata",
            Fields.of("next_cursor", to < asked.size() ? cursor(to) : "")));
  }

  private String cursor(int position) {
    return java.util.Base64.getEncoder()
        .encodeToString(("next:" + position).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private int position(String cursor) {
    String plain =
        new String(
            java.util.Base64.getDecoder().decode(cursor), java.nio.charset.StandardCharsets.UTF_8);
    if (!plain.matches("next:\\d{1,6}")) {
      throw new IllegalArgumentException("Not a cursor of this list");
    }
    return Integer.parseInt(plain.substring(5));
  }

  private List<Map<String, @Nullable Object>> channelsOf(Grant grant) {
    String team = account(grant.account()).key();
    var channels = new ArrayList<Map<String, @Nullable Object>>();
    for (int i = 0; i < CHANNELS.size(); i++) {
      var channel = CHANNELS.get(i);
      channels.add(
          Fields.of(
              "id",
              "C%s%03d".formatted(team.substring(2), i + 1),
              "name",
              channel.name(),
              "is_channel",
              true,
              "is_group",
              false,
              "is_im",
              false,
              "is_private",
              channel.isPrivate(),
              "is_archived",
              false,
              "is_general",
              i == 0,
              "is_member",
              i < 3,
              "context_team_id",
              team,
              "topic",
              Fields.of("value", "", "creator", "", "last_set", 0),
              "purpose",
              Fields.of("value", channel.purpose(), "creator", "U0ADA00001", "last_set", 0),
              "num_members",
              5 + 7 * (i % 4)));
    }
    return channels;
  }

  private Optional<Map<String, @Nullable Object>> asked(Ask ask, Grant grant) {
    String channel = ask.param("channel", "");
    return channelsOf(grant).stream()
        .filter(each -> channel.equals(each.get("id")) || channel.equals("#" + each.get("name")))
        .findFirst();
  }

  private Reply channel(Ask ask, Grant grant) {
    return asked(ask, grant)
        .map(channel -> Reply.ok(Fields.of("ok", true, "channel", channel)))
        .orElseGet(() -> no("channel_not_found"));
  }

  private Reply post(Ask ask, Grant grant) {
    if (ask.param("text", "").isEmpty() && ask.param("blocks").isEmpty()) {
      return no("no_text");
    }
    return asked(ask, grant)
        .map(channel ->
            Reply.ok(
                Fields.of(
                    "ok",
                    true,
                    "channel",
                    channel.get("id"),
                    "ts",
                    ledger.time().getEpochSecond() + ".000100",
                    "message",
                    Fields.of("type", "message", "text", ask.param("text", "")))))
        .orElseGet(() -> no("channel_not_found"));
  }

  private static Reply no(String error, String... more) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("ok", false);
    fields.put("error", error);
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return Reply.ok(fields);
  }

  @Override
  public Reply tooMany() {
    return Reply.json(429, Fields.of("ok", false, "error", "ratelimited"));
  }

  @Override
  public Reply down() {
    return Reply.json(503, Fields.of("ok", false, "error", "service_unavailable"));
  }
}
