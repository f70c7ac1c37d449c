package io.patchbay.sandbox;

import gg.jte.generated.precompiled.StaticTemplates;
import io.patchbay.sandbox.Consents.Pending;
import io.patchbay.sandbox.Consents.Wanted;
import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.State.Grant;
import io.patchbay.sandbox.State.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub App with user tokens (docs.github.com/apps): token errors are answered with status 200,
 * tokens live eight hours, a refresh token is good for one use, and what a person reaches is the
 * installations of the app on their organizations.
 */
record GitHub(Ledger ledger, Apps apps, Consents consents, Bases bases, GitHubHook hook)
    implements Authorizes, TokenEndpoint {
  static final String APP = "patchbay-sandbox";

  /** {@code login/organization}: where the app is installed in a fresh data directory. */
  static final Set<String> FIRST_INSTALLATIONS =
      Set.of("octo-dev/pinework", "octo-dev/octo-org", "mona/mona", "octo-corp/octo-corp");

  private static final Duration LIFE = Duration.ofHours(8);
  private static final Duration REFRESH_LIFE = Duration.ofDays(184);
  private static final Set<String> PERMISSIONS =
      new LinkedHashSet<>(List.of("metadata:read", "contents:read", "issues:write"));
  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "brisk", "calm", "dusty", "early", "fancy", "gentle", "hidden", "iron", "jolly");
  private static final List<String> NOUNS =
      List.of(
          "anchor",
          "beacon",
          "cellar",
          "dynamo",
          "engine",
          "forge",
          "garden",
          "harbor",
          "island",
          "journal",
          "kernel",
          "ledger",
          "mirror",
          "notebook",
          "orchard",
          "parser",
          "quarry",
          "router",
          "scheduler",
          "tower",
          "upload",
          "vault",
          "widget");
  private static final StaticTemplates TEMPLATES = new StaticTemplates();

  private record Organization(String login, int installation, String type, int repositories) {}

  private static final List<Organization> ORGANIZATIONS =
      List.of(
          new Organization("pinework", 5100101, "Organization", 9),
          new Organization("octo-org", 5100102, "Organization", 230),
          new Organization("octo-labs", 5100103, "Organization", 3),
          new Organization("mona", 5100104, "User", 14),
          new Organization("hubot", 5100105, "User", 1),
          new Organization("octo-corp", 5100200, "Organization", 5_000));

  private static List<String> reaches(String login) {
    return switch (login) {
      case "octo-dev" -> List.of("pinework", "octo-org", "octo-labs");
      default -> List.of(login);
    };
  }

  @Override
  public String id() {
    return "github";
  }

  @Override
  public String name() {
    return "GitHub";
  }

  @Override
  public Set<String> hosts() {
    return Set.of("github.com", "api.github.com");
  }

  @Override
  public boolean sendsWebhooks() {
    return true;
  }

  @Override
  public List<Account> accounts() {
    return List.of(
        new Account("octo-dev", "583231", "octo-dev", "Member of pinework and octo-org"),
        new Account("mona", "583232", "mona", "Personal account with 14 repositories"),
        new Account("octo-corp", "583233", "octo-corp", "A company with 5,000 repositories"),
        new Account("hubot", "480938", "hubot", "The app is not installed anywhere yet"));
  }

  @Override
  public Optional<Reply> page(Ask ask) {
    if (!ask.host().equals("github.com")) {
      return Optional.empty();
    }
    if (ask.method().equals("GET") && ask.path().equals("/login/oauth/authorize")) {
      return Optional.of(consents.ask(this, ask, new Wanted(PERMISSIONS, true, false)));
    }
    if (ask.method().equals("GET")
        && ask.path().matches("/apps/[a-z0-9-]+(/installations/new)?|/settings/installations")) {
      return Optional.of(installPage());
    }
    if (ask.method().equals("GET") && ask.path().startsWith("/settings/")) {
      return Optional.of(switches());
    }
    return Optional.empty();
  }

  private Reply installPage() {
    var choices = new ArrayList<InstallPage.Choice>();
    for (var account : accounts()) {
      for (String organization : reaches(account.id())) {
        choices.add(
            new InstallPage.Choice(
                account.id(),
                organization,
                ledger.now().installations().contains(account.id() + "/" + organization)));
      }
    }
    return Reply.page(
        200, TEMPLATES.sandboxInstall(new InstallPage(ledger.derived("form"), choices)), "");
  }

  /** Installs the app on an organization, or removes it from there. */
  void install(String login, String organization, boolean on) {
    if (!reaches(account(login).id()).contains(organization)) {
      throw new IllegalArgumentException(login + " does not belong to '" + organization + "'");
    }
    ledger.change(next ->
        on
            ? next.installations().add(login + "/" + organization)
            : next.installations().remove(login + "/" + organization));
  }

  @Override
  public Map<String, String> allowed(Pending pending, Set<String> granted) {
    return Map.of();
  }

  @Override
  public Map<String, String> denied(Pending pending) {
    return Fields.texts(
        "error", "access_denied",
        "error_description", "The user has denied your application access.",
        "error_uri",
            "https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/"
                + "troubleshooting-authorization-request-errors/#access-denied");
  }

  @Override
  public String means(String scope) {
    return switch (scope) {
      case "metadata:read" -> "Know which repositories you can access";
      case "contents:read" -> "Read the code in those repositories";
      case "issues:write" -> "Read and write issues";
      default -> scope;
    };
  }

  @Override
  public Unticking unticking() {
    return Unticking.FIXED;
  }

  @Override
  public Reply api(Ask ask) {
    if (ask.host().equals("github.com")) {
      return ask.path().equals("/login/oauth/access_token") && ask.method().equals("POST")
          ? token(ask)
          : notFound();
    }
    String path = ask.path();
    if (path.equals("/user")) {
      return called(ask, "", (_, grant) -> user(grant));
    }
    if (path.equals("/user/installations")) {
      return called(ask, "", this::installations);
    }
    if (path.matches("/user/installations/\\d+/repositories")) {
      return called(ask, "metadata:read", this::repositories);
    }
    if (path.matches("/repos/[^/]+/[^/]+")) {
      return called(ask, "metadata:read", this::repository);
    }
    if (path.matches("/applications/[^/]+/(grant|token)")) {
      return application(ask);
    }
    return hook.answer(ask).orElseGet(GitHub::notFound);
  }

  /**
   * Somebody opens an issue in a repository: an event for the app, where it is installed.
   *
   * @param repository its full name
   * @return what came of delivering it, in words
   */
  String openIssue(String repository) {
    for (var organization : ORGANIZATIONS) {
      boolean installed =
          ledger.now().installations().stream()
              .anyMatch(each -> each.endsWith("/" + organization.login()));
      var found =
          repositoriesOf(organization).stream()
              .filter(each -> installed && repository.equals(each.get("full_name")))
              .findFirst();
      if (found.isPresent()) {
        return openIssue(organization, found.get());
      }
    }
    throw new IllegalArgumentException(
        "The app is installed on no repository '" + repository + "'");
  }

  private String openIssue(Organization organization, Map<String, @Nullable Object> repository) {
    long id = (Long) Objects.requireNonNull(repository.get("id"));
    int number = 1 + hook.deliveries().size();
    var issue =
        Fields.of(
            "id",
            ledger.time().toEpochMilli(),
            "number",
            number,
            "title",
            "Something is odd",
            "state",
            "open",
            "html_url",
            repository.get("html_url") + "/issues/" + number);
    var delivery =
        hook.send(
            "issues",
            id,
            organization.installation(),
            Fields.of(
                "action",
                "opened",
                "issue",
                issue,
                "repository",
                repository,
                "installation",
                Fields.of("id", organization.installation()),
                "sender",
                user(accounts().getFirst())));
    return delivery.status();
  }

  @Override
  public Reply refused(Ask ask, No why) {
    return switch (why) {
      case NO_SUCH_CLIENT, WRONG_SECRET ->
          tokenError(
              ask,
              "incorrect_client_credentials",
              "The client_id and/or client_secret passed are incorrect.");
      case GRANT_TYPE ->
          tokenError(ask, "unsupported_grant_type", "The grant type is not supported.");
      case OTHER_REDIRECT ->
          tokenError(
              ask,
              "redirect_uri_mismatch",
              "The redirect_uri MUST match the registered callback URL for this application.");
      case CODE_UNKNOWN, CODE_USED, CODE_EXPIRED, NO_VERIFIER, WRONG_VERIFIER ->
          tokenError(ask, "bad_verification_code", "The code passed is incorrect or expired.");
      case REFRESH_UNKNOWN, REFRESH_OVER ->
          tokenError(ask, "bad_refresh_token", "The refresh token passed is incorrect or expired.");
    };
  }

  @Override
  public Reply granted(Ask ask, Grant grant, Right right) {
    return formOrJson(
        ask,
        Fields.texts(
            "access_token",
            ledger.issue(grant, Kind.ACCESS, "ghu_", LIFE),
            "expires_in",
            "" + LIFE.toSeconds(),
            "refresh_token",
            ledger.issue(grant, Kind.REFRESH, "ghr_", REFRESH_LIFE),
            "refresh_token_expires_in",
            "" + REFRESH_LIFE.toSeconds(),
            "scope",
            "",
            "token_type",
            "bearer"));
  }

  private static Reply tokenError(Ask ask, String error, String description) {
    return formOrJson(
        ask,
        Fields.texts(
            "error", error,
            "error_description", description,
            "error_uri",
                "https://docs.github.com/apps/managing-oauth-apps/"
                    + "troubleshooting-oauth-app-access-token-request-errors/#"
                    + error.replace('_', '-')));
  }

  /** A form, unless the request accepts JSON. */
  private static Reply formOrJson(Ask ask, Map<String, String> fields) {
    if (ask.header("accept").orElse("").toLowerCase(Locale.ROOT).contains("json")) {
      var typed = Fields.of();
      fields.forEach((name, value) ->
          typed.put(name, name.endsWith("expires_in") ? (Object) Long.valueOf(value) : value));
      return Reply.ok(typed);
    }
    return Reply.text(
        200,
        "application/x-www-form-urlencoded; charset=utf-8",
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  private Reply application(Ask ask) {
    var basic = ask.basic();
    if (basic.isEmpty()
        || !basic.get().user().equals(apps.clientId(id()))
        || !Randomness.same(basic.get().password(), apps.clientSecret(id()))
        || !ask.path().startsWith("/applications/" + basic.get().user() + "/")) {
      return notFound();
    }
    String token = ask.param("access_token", "");
    boolean wholeGrant = ask.path().endsWith("/grant");
    return switch (ask.method()) {
      case "DELETE" ->
          (wholeGrant ? ledger.revokeBy(id(), token) : ledger.drop(id(), token))
              ? Reply.nothing(204)
              : Reply.json(
                  422, Fields.of("message", "Validation Failed", "documentation_url", DOCS));
      case "POST" ->
          ledger.find(id(), Kind.ACCESS, token) instanceof Found.Live(Grant grant) && !wholeGrant
              ? Reply.ok(
                  Fields.of(
                      "token_last_eight",
                      "",
                      "scopes",
                      List.of(),
                      "user",
                      user(account(grant.account()))))
              : notFound();
      default -> notFound();
    };
  }

  private static final String DOCS = "https://docs.github.com/rest";

  private Reply called(Ask ask, String needs, BiFunction<Ask, Grant, Reply> answer) {
    var token =
        ask.bearer()
            .or(() ->
                ask.header("authorization")
                    .filter(value -> value.startsWith("token "))
                    .map(value -> value.substring(6)));
    if (token.isEmpty()) {
      return message(401, "Requires authentication");
    }
    return switch (ledger.find(id(), Kind.ACCESS, token.get())) {
      case Found.Live(Grant grant) ->
          (needs.isEmpty() || grant.holds().contains(needs)
                  ? answer.apply(ask, grant)
                  : message(403, "Resource not accessible by integration"))
              .with("X-GitHub-Media-Type", "github.v3; format=json")
              .with("X-RateLimit-Remaining", "4999");
      case Found.Expired _, Found.Revoked _, Found.Unknown _ -> message(401, "Bad credentials");
    };
  }

  private Reply user(Grant grant) {
    return Reply.ok(user(account(grant.account())));
  }

  private static Map<String, @Nullable Object> user(Account account) {
    return Fields.of(
        "login",
        account.id(),
        "id",
        Long.valueOf(account.key()),
        "node_id",
        "U_" + account.key(),
        "html_url",
        "https://github.com/" + account.id(),
        "type",
        "User",
        "name",
        account.name(),
        "email",
        null);
  }

  private List<Organization> installed(Grant grant) {
    return ORGANIZATIONS.stream()
        .filter(organization ->
            ledger.now().installations().contains(grant.account() + "/" + organization.login()))
        .toList();
  }

  private Reply installations(Ask ask, Grant grant) {
    return paged(
        ask,
        "installations",
        installed(grant).stream().map(organization -> installation(organization, grant)).toList());
  }

  private Map<String, @Nullable Object> installation(Organization organization, Grant grant) {
    var permissions = Fields.of();
    grant.holds().stream()
        .sorted()
        .forEach(held -> {
          int colon = held.indexOf(':');
          permissions.put(held.substring(0, colon), held.substring(colon + 1));
        });
    return Fields.of(
        "id", organization.installation(),
        "account",
            Fields.of(
                "login",
                organization.login(),
                "id",
                organization.installation() - 5_000_000,
                "type",
                organization.type(),
                "html_url",
                "https://github.com/" + organization.login()),
        "app_id", 20261122,
        "app_slug", APP,
        "client_id", apps.clientId(id()),
        "target_type", organization.type(),
        "repository_selection", "all",
        "permissions", permissions,
        "events", List.of("push", "issues"),
        "html_url",
            "https://github.com/organizations/%s/settings/installations/%d"
                .formatted(organization.login(), organization.installation()),
        "suspended_at", null);
  }

  private Reply repositories(Ask ask, Grant grant) {
    String id = ask.path().split("/", -1)[3];
    return installed(grant).stream()
        .filter(organization -> id.equals("" + organization.installation()))
        .findFirst()
        .map(organization -> paged(ask, "repositories", repositoriesOf(organization)))
        .orElseGet(GitHub::notFound);
  }

  private Reply repository(Ask ask, Grant grant) {
    String name = ask.path().substring("/repos/".length());
    return installed(grant).stream()
        .flatMap(organization -> repositoriesOf(organization).stream())
        .filter(repository -> name.equals(repository.get("full_name")))
        .findFirst()
        .map(Reply::ok)
        .orElseGet(GitHub::notFound);
  }

  private static List<Map<String, @Nullable Object>> repositoriesOf(Organization organization) {
    return IntStream.range(0, organization.repositories())
        .mapToObj(i -> {
          String name =
              ADJECTIVES.get((i / NOUNS.size()) % ADJECTIVES.size())
                  + "-"
                  + NOUNS.get(i % NOUNS.size())
                  + (i < ADJECTIVES.size() * NOUNS.size() ? "" : "-" + i);
          return Fields.of(
              "id",
              organization.installation() * 1_000L + i,
              "name",
              name,
              "full_name",
              organization.login() + "/" + name,
              "private",
              i % 3 == 1,
              "html_url",
              "https://github.com/" + organization.login() + "/" + name,
              "description",
              i % 4 == 3 ? null : "The " + name.replace('-', ' ') + " service",
              "owner",
              Map.of("login", organization.login(), "type", organization.type()),
              "default_branch",
              "main",
              "archived",
              i % 17 == 7,
              "language",
              i % 2 == 0 ? "Java" : "TypeScript");
        })
        .toList();
  }

  /** Pages by number, with the {@code Link} header of RFC 8288. */
  private Reply paged(Ask ask, String name, List<Map<String, @Nullable Object>> all) {
    int size = ask.number("per_page", 30, 100);
    int page = ask.number("page", 1, 100_000);
    int pages = Math.max(1, (all.size() + size - 1) / size);
    int from = Math.min(all.size(), (page - 1) * size);
    var reply =
        Reply.ok(
            Fields.of(
                "total_count",
                all.size(),
                name,
                all.subList(from, Math.min(all.size(), from + size))));
    var links = new ArrayList<String>();
    if (page > 1) {
      links.add(link(ask, size, page - 1, "prev"));
    }
    if (page < pages) {
      links.add(link(ask, size, page + 1, "next"));
      links.add(link(ask, size, pages, "last"));
    }
    if (page > 1) {
      links.add(link(ask, size, 1, "first"));
    }
    return links.isEmpty() ? reply : reply.with("Link", String.join(", ", links));
  }

  private String link(Ask ask, int size, int page, String relation) {
    return "<%s%s?per_page=%d&page=%d>; rel=\"%s\""
        .formatted(bases.of(ask.host()), ask.path(), size, page, relation);
  }

  private static Reply notFound() {
    return message(404, "Not Found");
  }

  static Reply message(int status, String message) {
    return Reply.json(
        status, Fields.of("message", message, "documentation_url", DOCS, "status", "" + status));
  }

  @Override
  public Reply tooMany() {
    return message(429, "You have exceeded a secondary rate limit. Please wait before you retry.")
        .with("X-RateLimit-Remaining", "0");
  }

  @Override
  public Reply down() {
    return message(503, "No server is currently available to service your request.");
  }
}
